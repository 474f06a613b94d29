#include "store/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace argosy::store {
namespace {

std::string holder_of(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t length = ::pread(descriptor, text.data(), text.size() - 1, 0);
    if (length <= 0) return "unknown";
    std::string holder(text.data(), std::size_t(length));
    return holder.substr(0, holder.find('\n'));
}

}  // namespace

core::Result<FileLock> FileLock::acquire(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return core::Error{
            core::ErrorCode::kConfiguration,
            fmt::format("lock file {} cannot be made: {}", path, std::strerror(errno))};
    }
    FileLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        return core::Error{core::ErrorCode::kConflict,
                           fmt::format("{} is held by process {}", path, holder_of(descriptor))};
    }
    // The file stays when the lock is released: removing it would let two processes lock two files
    // of one name.
    const std::string holder = fmt::format("{}\n", ::getpid());
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, holder.data(), holder.size(), 0) != ssize_t(holder.size())) {
        return core::Error{
            core::ErrorCode::kConfiguration,
            fmt::format("lock file {} cannot be written: {}", path, std::strerror(errno))};
    }
    return lock;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace argosy::store
