#pragma once

/// @file
/// Runs of comparisons, kept in a file as they end: a comparison that was stopped goes on from
/// there. Each is a line of JSON, so that the files of two halves are joined by writing one after
/// the other. Runs go by what was run, not by the program that ran it.

#include <filesystem>
#include <map>
#include <memory>

#include "apps/compare_runs.h"
#include "store/file_lock.h"

namespace argosy::apps {

class RunFile {
  public:
    /// Reads the file; where there is none it will be made. Until the end of its life it is locked,
    /// by a file beside it with `.lock` after its name. A last line that was cut off by the end of
    /// the process is taken out.
    /// @error kConflict         Another process has it open; it was left as it is.
    /// @error kInvalidArgument  A line is of another version of the program, or of no program.
    /// @error kUnavailable      It cannot be read or written.
    static core::Result<RunFile> open(std::filesystem::path path);

    /// Returns the figures of a run; of several in the file, of the last.
    std::optional<Figures> find(const kernel::StrategyTrial& trial) const;

    /// Adds a run at the end of the file.
    /// @error kUnavailable  It could not be written.
    core::Result<void> add(const kernel::StrategyTrial& trial, const Figures& figures);

    std::size_t size() const { return known_.size(); }

  private:
    RunFile(std::filesystem::path path, store::FileLock lock);

    std::filesystem::path path_;
    std::unique_ptr<store::FileLock> lock_;
    std::map<std::string, Figures> known_;  ///< By the arguments of the run.
};

}  // namespace argosy::apps
