// libcurl's variadic calls, one function a type, because Swift imports no C variadics.
#pragma once
#include <curl/curl.h>

CURLcode milepost_easy_set_long(CURL *easy, CURLoption option, long value);
CURLcode milepost_easy_set_pointer(CURL *easy, CURLoption option, const void *value);
CURLcode milepost_easy_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode milepost_easy_set_write(CURL *easy, curl_write_callback callback, void *context);
CURLcode milepost_easy_set_open_socket(CURL *easy, curl_opensocket_callback callback, void *context);
CURLcode milepost_easy_set_close_socket(CURL *easy, curl_closesocket_callback callback, void *context);
CURLcode milepost_easy_set_before_request(CURL *easy, curl_prereq_callback callback, void *context);
CURLcode milepost_easy_set_read(CURL *easy, curl_read_callback callback, void *context);
CURLcode milepost_easy_set_header(CURL *easy, curl_write_callback callback, void *context);
CURLcode milepost_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value);

// 0 where libcurl knows no value.
long milepost_easy_get_long(CURL *easy, CURLINFO info);
curl_off_t milepost_easy_get_offset(CURL *easy, CURLINFO info);
// What CURLOPT_PRIVATE was set to.
void *milepost_easy_get_private(CURL *easy);

CURLMcode milepost_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLMcode milepost_multi_set_socket(CURLM *multi, curl_socket_callback callback, void *context);
CURLMcode milepost_multi_set_timer(CURLM *multi, curl_multi_timer_callback callback, void *context);

// The next transfer that has ended, with how; NULL when there is none.
CURL *milepost_multi_next_done(CURLM *multi, CURLcode *result);
