#pragma once

/// @file
/// Trouble on order: which requests to the public API fail, and how. Rules are armed by whoever
/// tests a client and strike in the order they were added. The same seed, rules and sequence of
/// requests give the same faults. Knows no sockets and no JSON: the front carries faults out.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/rng.h"
#include "model/symbols.h"

namespace argosy::sim {

/// What a fault does to a request.
enum class FaultKind : std::uint8_t {
    kDelay,      ///< Nothing but its delay.
    kStatus,     ///< An error in the game's envelope.
    kHtml,       ///< A page of HTML with this status, as a proxy sends it: no JSON.
    kMalformed,  ///< The answer's JSON ends in its middle. The request takes effect.
    kCut,        ///< The connection is reset, and no answer comes.
};

std::string_view to_string(FaultKind kind);
std::optional<FaultKind> parse_fault_kind(std::string_view text);

struct Fault {
    FaultKind kind = FaultKind::kStatus;
    int status = 503;           ///< Of kStatus and kHtml.
    std::int32_t code = 0;      ///< Of kStatus; 0: the status.
    std::string message;        ///< Of kStatus; empty: a plain one.
    bool takes_effect = false;  ///< Of kStatus, kHtml, kCut: the request is carried out before it.
    /// Real time for which the answer, whatever it is, is held back. The effect is not.
    std::chrono::milliseconds delay{0};
};

struct FaultRule {
    /// "*", or a method and a path below the base path, either of them with `*`: "POST
    /// /my/ships/*/purchase". `*` stands for a method or one segment, `**` at the end for any rest.
    std::string endpoint = "*";
    std::optional<model::AgentSymbol> agent;  ///< Absent: anybody's requests.
    std::optional<std::int64_t> count;        ///< Strikes left; absent: no end.
    std::int64_t per_million = 1'000'000;  ///< How many of a million matching requests it strikes.
    Fault fault;
    std::int64_t strikes = 0;  ///< So far.
};

class Faults {
  public:
    static constexpr std::size_t kMostRules = 1'000;
    static constexpr std::chrono::milliseconds kLongestDelay = std::chrono::minutes(10);
    static constexpr std::int64_t kWhole = 1'000'000;

    explicit Faults(std::uint64_t seed) : rng_(seed) {}

    /// Arms a rule behind all others.
    /// @returns its number, never given again.
    /// @error kInvalidArgument  A field is out of range; the message names it.
    /// @error kConflict         There are kMostRules already.
    core::Result<std::int64_t> add(FaultRule rule);

    /// Disarms a rule.  @returns whether there was one.
    bool remove(std::int64_t number) { return rules_.erase(number) > 0; }
    void clear() { rules_.clear(); }

    /// Returns the rules by number, those that have no strikes left included.
    struct Armed {
        FaultRule rule;
        core::RandomStream stream;
    };
    const std::map<std::int64_t, Armed>& rules() const { return rules_; }

    /// Returns what befalls a request, and counts it: the fault of the first rule that strikes.
    /// Every rule that matches draws, so that no rule disturbs another's draws.
    /// @param path  Below the base path, without a query.
    std::optional<Fault> strike(std::string_view method, std::string_view path,
                                const std::optional<model::AgentSymbol>& agent);

  private:
    core::Rng rng_;
    std::map<std::int64_t, Armed> rules_;
    std::int64_t last_number_ = 0;
};

}  // namespace argosy::sim
