// Records what a GPU does in a span of time. Loaded by LD_PRELOAD into a program that uses CUDA; waits for the file
// $KERNEL_TRACE_START, records for $KERNEL_TRACE_MS milliseconds, and writes $KERNEL_TRACE_OUT: a line for each kernel,
// copy and fill, with its start and end in nanoseconds and its name; # and words where CUPTI refuses.
#include <cupti.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

namespace {

constexpr CUpti_ActivityKind KINDS[] = {
    CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL,
    CUPTI_ACTIVITY_KIND_MEMCPY,
    CUPTI_ACTIVITY_KIND_MEMSET,
};
constexpr size_t BUFFER_BYTES = 16 << 20;
FILE* out;

template <typename Record>
void write(const CUpti_Activity* activity, const char* name) {
  auto* record = reinterpret_cast<const Record*>(activity);
  fprintf(out, "%llu\t%llu\t%s\n", (unsigned long long)record->start, (unsigned long long)record->end, name);
}

void CUPTIAPI provideBuffer(uint8_t** buffer, size_t* size, size_t* maxRecords) {
  *size = BUFFER_BYTES;
  *buffer = static_cast<uint8_t*>(aligned_alloc(8, BUFFER_BYTES));
  *maxRecords = 0;
}

void CUPTIAPI takeBuffer(CUcontext, uint32_t, uint8_t* buffer, size_t, size_t validBytes) {
  CUpti_Activity* record = nullptr;
  while (validBytes > 0 && cuptiActivityGetNextRecord(buffer, validBytes, &record) == CUPTI_SUCCESS) {
    switch (record->kind) {
      case CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL:
        write<CUpti_ActivityKernel10>(record, reinterpret_cast<CUpti_ActivityKernel10*>(record)->name);
        break;
      case CUPTI_ACTIVITY_KIND_MEMCPY:
        write<CUpti_ActivityMemcpy6>(record, "memcpy");
        break;
      case CUPTI_ACTIVITY_KIND_MEMSET:
        write<CUpti_ActivityMemset4>(record, "memset");
        break;
      default:
        break;
    }
  }
  free(buffer);
}

void check(CUptiResult result) {
  if (result == CUPTI_SUCCESS) return;
  const char* words = "an unknown error";
  cuptiGetResultString(result, &words);
  fprintf(out, "# CUPTI says %s\n", words);
}

void record(const std::string& start, const std::string& path, std::chrono::milliseconds span) {
  while (access(start.c_str(), F_OK) != 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  out = fopen(path.c_str(), "w");
  if (out == nullptr) return;
  check(cuptiActivityRegisterCallbacks(provideBuffer, takeBuffer));
  for (auto kind : KINDS) check(cuptiActivityEnable(kind));
  std::this_thread::sleep_for(span);
  cuptiActivityFlushAll(CUPTI_ACTIVITY_FLAG_FLUSH_FORCED);
  for (auto kind : KINDS) cuptiActivityDisable(kind);
  cuptiActivityFlushAll(CUPTI_ACTIVITY_FLAG_FLUSH_FORCED);
  fclose(out);
}

__attribute__((constructor)) void begin() {
  const char* start = getenv("KERNEL_TRACE_START");
  const char* path = getenv("KERNEL_TRACE_OUT");
  const char* milliseconds = getenv("KERNEL_TRACE_MS");
  if (start == nullptr || path == nullptr || milliseconds == nullptr) return;
  std::thread(record, std::string(start), std::string(path), std::chrono::milliseconds(atoi(milliseconds))).detach();
}

}  // namespace
