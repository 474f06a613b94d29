#pragma once

/// @file
/// A file of JSON lines that survives the end of its process at any moment: what was appended is
/// there, whole, and the whole content is replaced at once or not at all. One process at a time.
/// Knows nothing of what the lines say.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace argosy::sim {

/// Each line is {"check":"<CRC-32 of the entry's text, 8 hexadecimal digits>","entry":<JSON>}.
class StateFile {
  public:
    /// Opens the file, or makes an empty one, and keeps every other process out of it.
    /// @error kConflict       Another process has it open.
    /// @error kConfiguration  It cannot be opened; the message says why.
    static core::Result<StateFile> open(const std::string& path);

    StateFile(StateFile&& other) noexcept;
    StateFile& operator=(StateFile&&) = delete;
    ~StateFile();

    const std::string& path() const { return path_; }

    /// Returns all entries, in order. A last line that was not written to its end is cut off.
    /// @error kConfiguration  A line is damaged; names it. The file is as it was.
    core::Result<std::vector<std::string>> read();

    /// Adds an entry, which is then safe from the end of this process, not from the machine's.
    /// @pre  `entry` is JSON without a line's end.
    /// @error kUnavailable  Nothing was added: the disk is full, mostly.
    core::Result<void> append(std::string_view entry);

    /// Makes `entry` the only one, safe from the machine's end as well.
    /// @error kUnavailable  The file is as it was.
    core::Result<void> replace(std::string_view entry);

    /// Returns the bytes that append() has added since replace(), or since open() what was there.
    std::uint64_t appended() const { return appended_; }

  private:
    StateFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

    std::string path_;
    int descriptor_;
    std::uint64_t size_ = 0;
    std::uint64_t appended_ = 0;
};

/// Writes one entry to a file of its own, in the same form, replacing what was there.
/// @error kConflict     A process has that file open.
/// @error kUnavailable, kConfiguration  It cannot be written; what was there still is.
core::Result<void> write_state_file(const std::string& path, std::string_view entry);

}  // namespace argosy::sim
