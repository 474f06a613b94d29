#pragma once

/// @file
/// Ids of our own things: "<kind>-<run>-<sequence>". Each start of a process is a run of its own
/// (table `runs`), so restarts never collide, and the same seed on an empty store gives the same
/// ids.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace argosy::core {

class IdSource {
  public:
    explicit IdSource(std::int64_t run) : run_(run) {}

    std::int64_t run() const { return run_; }

    /// Returns the next id of this kind, as one of the symbols of core/symbol.h.
    template <class Id>
    Id next(std::string_view kind) {
        return Id(make(kind));
    }

  private:
    std::string make(std::string_view kind);

    std::int64_t run_;
    std::map<std::string, std::int64_t, std::less<>> sequences_;
};

}  // namespace argosy::core
