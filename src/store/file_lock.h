#pragma once

/// @file
/// An advisory lock that says which process holds it. The kernel releases it when that process
/// dies, however it dies.

#include <string>

#include "core/result.h"

namespace argosy::store {

class FileLock {
  public:
    /// @error kConflict       Somebody else holds it; the message names the process.
    /// @error kConfiguration  The lock file cannot be made.
    static core::Result<FileLock> acquire(const std::string& path);

    FileLock(FileLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

  private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}

    int descriptor_;
};

}  // namespace argosy::store
