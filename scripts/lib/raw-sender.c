// What libcurl alone can do: sends N POSTs through its multi interface, at most C at a time, and prints what it cost.
//
//   raw-sender URL COUNT CONCURRENCY BODY_BYTES
//
// No database, no signature, no retry: the ceiling to set a durable sender's figures beside. Each request has an id of
// its own in the webhook-id header. Prints one line of JSON.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
  CURL *handle;
  struct curl_slist *headers;
} Slot;

static long sent, answered, failed, total;
static const char *url;
static char *body;
static long body_bytes;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static double cpu_seconds(struct rusage usage) {
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// The most memory held at once. Not ru_maxrss: that begins with what the program that started us held.
static long peak_kib(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  long kib = 0;
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
  if (status) fclose(status);
  return kib;
}

static size_t ignore(char *data, size_t size, size_t count, void *context) {
  (void)data;
  (void)context;
  return size * count;
}

static void prepare(Slot *slot) {
  slot->handle = curl_easy_init();
  curl_easy_setopt(slot->handle, CURLOPT_URL, url);
  curl_easy_setopt(slot->handle, CURLOPT_POSTFIELDS, body);
  curl_easy_setopt(slot->handle, CURLOPT_POSTFIELDSIZE, body_bytes);
  curl_easy_setopt(slot->handle, CURLOPT_WRITEFUNCTION, ignore);
  curl_easy_setopt(slot->handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(slot->handle, CURLOPT_PROXY, "");
  curl_easy_setopt(slot->handle, CURLOPT_TIMEOUT_MS, 20000L);
  curl_easy_setopt(slot->handle, CURLOPT_PRIVATE, slot);
}

static void send_next(CURLM *multi, Slot *slot) {
  char id[64];
  snprintf(id, sizeof id, "webhook-id: raw_%ld", ++sent);
  curl_slist_free_all(slot->headers);
  slot->headers = curl_slist_append(NULL, id);
  slot->headers = curl_slist_append(slot->headers, "Content-Type: application/json");
  slot->headers = curl_slist_append(slot->headers, "Expect:");
  curl_easy_setopt(slot->handle, CURLOPT_HTTPHEADER, slot->headers);
  curl_multi_add_handle(multi, slot->handle);
}

static void collect(CURLM *multi) {
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(multi, &left))) {
    Slot *slot;
    long status = 0;
    CURL *handle = message->easy_handle;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &slot);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    if (message->data.result == CURLE_OK && status / 100 == 2) answered++;
    else failed++;
    curl_multi_remove_handle(multi, handle);
    if (sent < total) send_next(multi, slot);
  }
}

int main(int count, char **arguments) {
  if (count != 5) return fprintf(stderr, "usage: raw-sender URL COUNT CONCURRENCY BODY_BYTES\n"), 2;
  url = arguments[1];
  total = atol(arguments[2]);
  long slots = atol(arguments[3]);
  body_bytes = atol(arguments[4]);
  body = malloc(body_bytes + 1);
  if (!body || slots < 1) return 2;
  memset(body, ' ', body_bytes);
  memcpy(body, "{}", body_bytes < 2 ? body_bytes : 2);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM *multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, slots);
  Slot *pool = calloc(slots, sizeof *pool);
  if (!pool) return 2;
  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  double start = seconds();
  for (long i = 0; i < slots && sent < total; i++) {
    prepare(&pool[i]);
    send_next(multi, &pool[i]);
  }
  while (answered + failed < total) {
    int running;
    if (curl_multi_perform(multi, &running) != CURLM_OK) return 1;
    collect(multi);
    if (answered + failed < total && curl_multi_poll(multi, NULL, 0, 1000, NULL) != CURLM_OK) return 1;
  }
  double took = seconds() - start;
  getrusage(RUSAGE_SELF, &after);
  printf(
      "{\"sent\":%ld,\"answered\":%ld,\"failed\":%ld,\"seconds\":%.6f,\"cpu_us_each\":%.2f,\"peak_kib\":%ld}\n", sent,
      answered, failed, took, (cpu_seconds(after) - cpu_seconds(before)) * 1e6 / total, peak_kib());
  return failed == 0 ? 0 : 1;
}
