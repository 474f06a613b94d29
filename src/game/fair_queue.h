#pragma once

/// @file
/// A queue that serves its members in turn, and what each of them wants in order of arrival: one
/// member's flood delays nobody else by more than its turn. Knows nothing of requests.

#include <cstdint>
#include <list>
#include <map>
#include <optional>

#include "core/time.h"

namespace argosy::game {

/// @tparam Waiter  Has a member `core::TimePoint since`.
template <class Waiter>
class FairQueue {
  public:
    using Member = std::int64_t;

    /// A waiter's place, valid until remove().
    class Place {
        friend class FairQueue;
        Member member = 0;
        typename std::list<Waiter>::iterator at;
    };

    bool empty() const { return lines_.empty(); }
    std::size_t size() const { return size_; }

    Place add(Member member, Waiter waiter) {
        auto known = by_member_.find(member);
        if (known == by_member_.end()) {
            lines_.push_back({member, {}});
            known = by_member_.emplace(member, std::prev(lines_.end())).first;
        }
        std::list<Waiter>& line = known->second->waiters;
        line.push_back(std::move(waiter));
        ++size_;
        Place place;
        place.member = member;
        place.at = std::prev(line.end());
        return place;
    }

    enum class Leaves : std::uint8_t { kServed, kGaveUp };

    /// Takes a waiter out. Its member's turn is over when it was served.
    void remove(const Place& place, Leaves how) {
        const auto known = by_member_.find(place.member);
        const auto line = known->second;
        line->waiters.erase(place.at);
        --size_;
        if (line->waiters.empty()) {
            lines_.erase(line);
            by_member_.erase(known);
        } else if (how == Leaves::kServed) {
            lines_.splice(lines_.end(), lines_, line);
        }
    }

    /// Whose turn it is.  @pre !empty()
    Waiter& front() { return lines_.front().waiters.front(); }

    Waiter& at(const Place& place) { return *place.at; }

    /// When the one who has waited longest came.  @pre !empty()
    /// Cost: one step for each member.
    core::TimePoint oldest() const {
        core::TimePoint oldest = core::TimePoint::max();
        for (const Line& line : lines_)
            oldest = std::min(oldest, line.waiters.front().since);
        return oldest;
    }

  private:
    struct Line {
        Member member;
        std::list<Waiter> waiters;
    };

    std::list<Line> lines_;  ///< In the order of their turns; none is empty.
    std::map<Member, typename std::list<Line>::iterator> by_member_;
    std::size_t size_ = 0;
};

}  // namespace argosy::game
