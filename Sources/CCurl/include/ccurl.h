// libcurl's variadic calls, one function a type, because Swift imports no C variadics.
#pragma once
#include <curl/curl.h>
