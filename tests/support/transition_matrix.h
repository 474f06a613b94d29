#pragma once

/// @file
/// A state machine judged whole: every state is tried as the next of every state. Each legal step
/// must be taken by a real entity, each other one refused; what was judged is printed and recorded
/// in the test's report.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace argosy::tests {

/// What may follow each state, in words: the table of the code is not trusted to test itself.
using NextStates = std::map<std::string, std::set<std::string>>;

/// What was judged of one machine.
class TransitionMatrix {
  public:
    /// @param illegal  What the report calls a step that is not legal: "refused" where the machine
    ///                 was asked for it, another word where nobody can ask.
    TransitionMatrix(std::string machine, NextStates next, std::string illegal = "refused")
        : machine_(std::move(machine)), next_(std::move(next)), illegal_(std::move(illegal)) {}

    bool is_legal(const std::string& from, const std::string& to) const {
        return next_.at(from).contains(to);
    }

    /// Returns legal steps that lead to a state, the first state included; the shortest such way.
    std::vector<std::string> way(const std::string& from, const std::string& to) const {
        std::map<std::string, std::vector<std::string>> ways{{from, {from}}};
        for (std::deque<std::string> open{from}; !open.empty(); open.pop_front()) {
            for (const std::string& state : next_.at(open.front())) {
                if (ways.contains(state)) continue;
                std::vector<std::string> longer = ways.at(open.front());
                longer.push_back(state);
                ways.emplace(state, std::move(longer));
                open.push_back(state);
            }
        }
        EXPECT_TRUE(ways.contains(to)) << machine_ << " has no way from " << from << " to " << to;
        return ways[to];
    }

    void take(const std::string& from, const std::string& to) { taken_[from].insert(to); }
    void refuse(const std::string& from, const std::string& to) { refused_[from].insert(to); }

    bool was_taken(const std::string& from, const std::string& to) const {
        return of(taken_, from).contains(to);
    }

    /// Expects every pair of states to have been judged, and as the table says; prints what was.
    void expect_whole() const {
        std::size_t taken = 0, refused = 0;
        std::string lines;
        for (const auto& [from, legal] : next_) {
            std::set<std::string> illegal;
            for (const auto& [to, unused] : next_) {
                if (!legal.contains(to)) illegal.insert(to);
            }
            EXPECT_EQ(of(taken_, from), legal) << "steps taken from " << from;
            EXPECT_EQ(of(refused_, from), illegal) << "steps " << illegal_ << " from " << from;
            taken += of(taken_, from).size();
            refused += of(refused_, from).size();
            lines += fmt::format("  {}: took {}; {} {}\n", from, fmt::join(of(taken_, from), ", "),
                                 illegal_, fmt::join(of(refused_, from), ", "));
        }
        EXPECT_EQ(taken + refused, next_.size() * next_.size());
        fmt::print("{}: {} of {} steps judged, {} legal taken, {} illegal {}\n{}", machine_,
                   taken + refused, next_.size() * next_.size(), taken, refused, illegal_, lines);
        testing::Test::RecordProperty(machine_ + "_legal_taken", std::to_string(taken));
        testing::Test::RecordProperty(machine_ + "_illegal_" + illegal_, std::to_string(refused));
    }

    const NextStates& next() const { return next_; }

  private:
    static std::set<std::string> of(const NextStates& steps, const std::string& from) {
        const auto found = steps.find(from);
        return found == steps.end() ? std::set<std::string>() : found->second;
    }

    std::string machine_;
    NextStates next_;
    std::string illegal_;
    NextStates taken_;
    NextStates refused_;
};

/// A state machine and the entity that goes through it.
template <class Status>
struct StateMachine {
    std::string name;   ///< In the report; a word.
    std::string first;  ///< The state an entity begins in.
    NextStates next;
    std::function<std::optional<Status>(std::string_view)> parse;
    /// The machine's word on a step, which its entity obeys.
    std::function<core::Result<void>(Status, Status)> check;
    /// Takes a new entity through these states, in order, the first being where it begins.
    /// Returns the state that is stored of it then.
    std::function<std::string(const std::vector<Status>&)> carry;
};

/// Tries every step of a machine: legal ones on an entity that got where they begin by legal steps,
/// the others by asking. A refusal must be kRejected and name both states.
template <class Status>
void expect_takes_legal_steps_only(const StateMachine<Status>& machine) {
    TransitionMatrix matrix(machine.name, machine.next);
    const auto state = [&](const std::string& name) { return machine.parse(name).value(); };
    for (const auto& [from, legal] : machine.next) {
        for (const auto& [to, unused] : machine.next) {
            SCOPED_TRACE(fmt::format("{}: {} to {}", machine.name, from, to));
            const core::Result<void> checked = machine.check(state(from), state(to));
            if (!checked) {
                EXPECT_EQ(checked.error().code, core::ErrorCode::kRejected);
                EXPECT_NE(checked.error().message.find(from), std::string::npos);
                EXPECT_NE(checked.error().message.find(to), std::string::npos);
                matrix.refuse(from, to);
                continue;
            }
            if (!matrix.is_legal(from, to)) {
                ADD_FAILURE() << "an illegal step is allowed";
                continue;
            }
            std::vector<Status> way;
            for (const std::string& each : matrix.way(machine.first, from))
                way.push_back(state(each));
            way.push_back(state(to));
            EXPECT_EQ(machine.carry(way), to);
            matrix.take(from, to);
        }
    }
    matrix.expect_whole();
    // Enumerators count from zero: the one after the last the table knows has no name.
    EXPECT_DEATH((void)to_string(Status(machine.next.size())), "without a name");
}

}  // namespace argosy::tests
