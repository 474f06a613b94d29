#include "apps/compare_run_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

namespace argosy::apps {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

// Raised when figures change their meaning. New figures need no new one: a line without them cannot
// be read.
constexpr std::int64_t kVersion = 3;

std::string key_of(const kernel::StrategyTrial& trial) {
    return fmt::format("{}", fmt::join(arguments_of(trial), " "));
}

Error unreadable(const std::filesystem::path& path, std::size_t line, std::string_view why) {
    return {
        ErrorCode::kInvalidArgument,
        fmt::format("{}, line {}: {}; delete the file, or name another", path.string(), line, why)};
}

Result<std::pair<std::string, Figures>> read(const std::string& line) {
    boost::system::error_code failed;
    const boost::json::value value = boost::json::parse(line, failed);
    const boost::json::object* row = failed ? nullptr : value.if_object();
    const auto* version = row == nullptr ? nullptr : row->if_contains("version");
    if (version == nullptr || *version != kVersion)
        return Error{ErrorCode::kInvalidArgument, fmt::format("is no run of version {}", kVersion)};
    const auto* run = row->if_contains("run");
    const auto* figures = row->if_contains("figures");
    if (run == nullptr || !run->is_string() || figures == nullptr)
        return Error{ErrorCode::kInvalidArgument, "names no run or no figures"};
    ARGOSY_TRY(Figures read, figures_from_json(boost::json::serialize(*figures)));
    return std::pair(std::string(run->as_string()), std::move(read));
}

}  // namespace

RunFile::RunFile(std::filesystem::path path, store::FileLock lock)
    : path_(std::move(path)), lock_(std::make_unique<store::FileLock>(std::move(lock))) {}

Result<RunFile> RunFile::open(std::filesystem::path path) {
    auto lock = store::FileLock::acquire(path.string() + ".lock");
    if (!lock && lock.error().code == ErrorCode::kConflict) {
        return Error{ErrorCode::kConflict, fmt::format("{} is being written by another compare: {}",
                                                       path.string(), lock.error().message)};
    }
    if (!lock) return Error{ErrorCode::kUnavailable, lock.error().message};
    RunFile file(std::move(path), *std::move(lock));
    std::error_code failed;
    if (!std::filesystem::exists(file.path_, failed)) return file;
    std::ifstream stream(file.path_, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(stream), {});
    if (!stream) {
        return Error{ErrorCode::kUnavailable,
                     fmt::format("{} could not be read", file.path_.string())};
    }
    std::size_t number = 0;
    std::size_t begin = 0;
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
        auto run = read(text.substr(begin, end - begin));
        if (!run) return unreadable(file.path_, number + 1, run.error().message);
        file.known_.insert_or_assign(std::move(run->first), std::move(run->second));
        begin = end + 1;
        ++number;
    }
    if (begin < text.size()) std::filesystem::resize_file(file.path_, begin, failed);
    if (failed) {
        return Error{ErrorCode::kUnavailable,
                     fmt::format("{}: {}", file.path_.string(), failed.message())};
    }
    return file;
}

std::optional<Figures> RunFile::find(const kernel::StrategyTrial& trial) const {
    const auto known = known_.find(key_of(trial));
    if (known == known_.end()) return std::nullopt;
    return known->second;
}

Result<void> RunFile::add(const kernel::StrategyTrial& trial, const Figures& figures) {
    const std::string key = key_of(trial);
    std::ofstream stream(path_, std::ios::binary | std::ios::app);
    stream << boost::json::serialize(
                  boost::json::object{{"version", kVersion},
                                      {"run", key},
                                      {"figures", boost::json::parse(to_json(figures))}})
           << '\n';
    stream.close();
    if (!stream) {
        return Error{ErrorCode::kUnavailable,
                     fmt::format("{} could not be written", path_.string())};
    }
    known_.insert_or_assign(key, figures);
    return {};
}

}  // namespace argosy::apps
