// Linked into programs that are built with ThreadSanitizer: tells it of the locks that it cannot see.
//
// A Swift Mutex that nobody else wants is taken and given back by one atomic exchange, which the compiler puts into the
// program itself, where the sanitizer sees it. One that is contended goes through two functions of libswiftSynchronization,
// which is not built with the sanitizer: they ask the kernel (futex), and for the sanitizer nothing has happened between
// one holder and the next. Here stand functions of the same names, found first, that call those and say it.
//
// What they say is true, and no more than that: whoever has returned from lockSlow has the mutex, and so all that was
// written before the unlock that let him in; and unlockSlow has not given it away before it is called.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// Swift's own way to call a method: `self` lies in a register of its own.
#define METHOD __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

void __tsan_acquire(void *address);
void __tsan_release(void *address);

METHOD void lock_slow(uint32_t thread, SELF mutex) __asm__(LOCK);
METHOD void unlock_slow(SELF mutex) __asm__(UNLOCK);

static METHOD void (*real_lock)(uint32_t thread, SELF mutex);
static METHOD void (*real_unlock)(SELF mutex);

__attribute__((constructor)) static void find_real(void) {
  *(void **)&real_lock = dlsym(RTLD_NEXT, LOCK);
  *(void **)&real_unlock = dlsym(RTLD_NEXT, UNLOCK);
}

METHOD void lock_slow(uint32_t thread, SELF mutex) {
  real_lock(thread, mutex);
  __tsan_acquire(mutex);
}

METHOD void unlock_slow(SELF mutex) {
  __tsan_release(mutex);
  real_unlock(mutex);
}
