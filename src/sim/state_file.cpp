#include "sim/state_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

namespace argosy::sim {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

constexpr std::string_view kBeforeCheck = R"({"check":")";
constexpr std::size_t kCheckDigits = 8;
constexpr std::string_view kBeforeEntry = R"(","entry":)";
constexpr std::string_view kAfterEntry = "}";
constexpr std::size_t kEntryAt = kBeforeCheck.size() + kCheckDigits + kBeforeEntry.size();
constexpr ::mode_t kOwnersOnly = 0600;
constexpr int kOpenAttempts = 10;

std::string check_of(std::string_view entry) {
    boost::crc_32_type crc;
    crc.process_bytes(entry.data(), entry.size());
    return fmt::format("{:08x}", crc.checksum());
}

std::string framed(std::string_view entry) {
    return fmt::format("{}{}{}{}{}\n", kBeforeCheck, check_of(entry), kBeforeEntry, entry,
                       kAfterEntry);
}

// Returns the entry of a line without its end, or nothing when it is damaged.
std::optional<std::string_view> unframed(std::string_view line) {
    if (line.size() < kEntryAt + kAfterEntry.size()) return std::nullopt;
    const std::string_view check = line.substr(kBeforeCheck.size(), kCheckDigits);
    const std::string_view entry =
        line.substr(kEntryAt, line.size() - kEntryAt - kAfterEntry.size());
    const bool is_framed =
        line.starts_with(kBeforeCheck) && line.ends_with(kAfterEntry) &&
        line.substr(kBeforeCheck.size() + kCheckDigits, kBeforeEntry.size()) == kBeforeEntry;
    if (!is_framed || check != check_of(entry)) return std::nullopt;
    return entry;
}

// Whether a line of ours may have begun so: nothing else is ever cut off.
bool is_beginning(std::string_view line) {
    const std::size_t known = std::min(line.size(), kBeforeCheck.size());
    return line.substr(0, known) == kBeforeCheck.substr(0, known);
}

Error failed(ErrorCode code, std::string_view what, const std::string& path) {
    return {code, fmt::format("cannot {} {}: {}", what, path, std::strerror(errno))};
}

Result<void> write_whole(int descriptor, std::string_view text, const std::string& path) {
    while (!text.empty()) {
        const ::ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed(ErrorCode::kUnavailable, "write", path);
        text.remove_prefix(std::size_t(written));
    }
    return {};
}

// A renamed file is the old one again after a machine's end, unless its folder was written too.
void sync_folder_of(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const int descriptor =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

// Whether the path still leads to the open file: another process may have replaced it between
// our opening and our locking it.
bool is_still(int descriptor, const std::string& path) {
    struct ::stat opened{};
    struct ::stat named{};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

}  // namespace

Result<StateFile> StateFile::open(const std::string& path) {
    for (int attempt = 0; attempt < kOpenAttempts; ++attempt) {
        const int descriptor =
            ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, kOwnersOnly);
        if (descriptor < 0) return failed(ErrorCode::kConfiguration, "open", path);
        StateFile file(path, descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK) return failed(ErrorCode::kConfiguration, "lock", path);
            return Error{ErrorCode::kConflict,
                         fmt::format("{} is in use by another process", path)};
        }
        if (is_still(descriptor, path)) return file;
    }
    return Error{ErrorCode::kConflict, fmt::format("{} is being replaced again and again", path)};
}

StateFile::StateFile(StateFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      appended_(other.appended_) {}

StateFile::~StateFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::vector<std::string>> StateFile::read() {
    std::ifstream lines(path_, std::ios::binary);
    std::vector<std::string> entries;
    std::uint64_t whole = 0;
    for (std::string line; std::getline(lines, line);) {
        const bool is_torn = lines.eof() && is_beginning(line);
        if (is_torn) break;
        const auto entry = lines.eof() ? std::nullopt : unframed(line);
        if (!entry) {
            return Error{ErrorCode::kConfiguration,
                         fmt::format("{} line {}: was damaged, or never a line of a universe's "
                                     "state, expected what a simulator wrote",
                                     path_, entries.size() + 1)};
        }
        entries.emplace_back(*entry);
        whole += line.size() + 1;
    }
    if (lines.bad()) return failed(ErrorCode::kConfiguration, "read", path_);
    if (::ftruncate(descriptor_, ::off_t(whole)) != 0) {
        return failed(ErrorCode::kConfiguration, "write", path_);
    }
    size_ = whole;
    appended_ = whole;
    return entries;
}

Result<void> StateFile::append(std::string_view entry) {
    const std::string line = framed(entry);
    auto written = write_whole(descriptor_, line, path_);
    if (!written) {
        // Half a line must not stand before the next one.
        [[maybe_unused]] const int ignored = ::ftruncate(descriptor_, ::off_t(size_));
        return written;
    }
    size_ += line.size();
    appended_ += line.size();
    return {};
}

Result<void> StateFile::replace(std::string_view entry) {
    const std::string path = path_ + ".new";
    StateFile next(path_, ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC,
                                 kOwnersOnly));
    if (next.descriptor_ < 0) return failed(ErrorCode::kUnavailable, "write", path);
    const std::string line = framed(entry);
    auto written = write_whole(next.descriptor_, line, path);
    // Locked before it gets its name: nobody finds the name without its lock.
    if (written &&
        (::flock(next.descriptor_, LOCK_EX | LOCK_NB) != 0 || ::fsync(next.descriptor_) != 0 ||
         std::rename(path.c_str(), path_.c_str()) != 0)) {
        written = failed(ErrorCode::kUnavailable, "replace", path_);
    }
    if (!written) {
        ::unlink(path.c_str());
        return written;
    }
    sync_folder_of(path_);
    std::swap(descriptor_, next.descriptor_);
    size_ = line.size();
    appended_ = 0;
    return {};
}

Result<void> write_state_file(const std::string& path, std::string_view entry) {
    ARGOSY_TRY(StateFile file, StateFile::open(path));
    ARGOSY_CHECK(file.read());  // Replaces nothing but what a simulator wrote.
    return file.replace(entry);
}

}  // namespace argosy::sim
