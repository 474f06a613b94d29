// Where the systems of a generated universe lie, and which of them gates join: denser in the
// middle, one connected graph, short edges first.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "core/assert.h"
#include "sim/generator_draft.h"
#include "sim/shape.h"

namespace argosy::sim {
namespace {

using model::Position;

// Of 6,827 edges between 3,101 gates, charted in 2026.
constexpr std::int64_t kLongestEdge = kLongestGateEdge - 20;  ///< Lengths are rounded later.
constexpr std::array<std::int64_t, 9> kDegreeWeights{25, 146, 555, 941, 815, 394, 154, 41, 7};

/// Radius of a galaxy of one system; it grows with the root of their number. Gives the median
/// length of an edge.
constexpr std::int64_t kUnitRadius = 1'150;
constexpr std::int64_t kShares =
    1'000;  ///< How finely a system's distance from the middle is drawn.
constexpr std::int64_t kDegreesOfRadius = 57;  ///< So that places lie between whole degrees too.
constexpr std::size_t kNeighbours = 12;        ///< Looked at for edges.
constexpr int kMostTries = 100'000;

std::int64_t square(std::int64_t value) {
    return value * value;
}

std::int64_t squared_distance(Position a, Position b) {
    return square(a.x - b.x) + square(a.y - b.y);
}

std::int64_t root(std::int64_t value) {
    return std::int64_t(std::sqrt(double(value)));
}

/// Draws places, each near enough to an earlier one for a gate and too far for a collision.
class Scatter {
  public:
    Scatter(core::RandomStream& stream, std::size_t systems)
        : stream_(stream), radius_(root(square(kUnitRadius) * std::int64_t(systems))) {}

    Position next() {
        for (int tries = 0; tries < kMostTries; ++tries) {
            const Position place = draw();
            if (!places_.empty() && !fits(place)) continue;
            places_.push_back(place);
            return place;
        }
        ARGOSY_FAIL("no room for another system");
    }

  private:
    // The share grows faster than linearly, so that the middle is denser than the rim.
    Position draw() {
        const std::int64_t share = stream_.uniform(0, kShares);
        const std::int64_t radius = radius_ * share * (kShares + share) / (2 * kShares * kShares);
        const Position place = polar(radius, stream_.uniform(0, 359));
        const std::int64_t off = radius / kDegreesOfRadius;
        return {place.x + stream_.uniform(-off, off), place.y + stream_.uniform(-off, off)};
    }

    bool fits(Position place) const {
        std::int64_t nearest = std::numeric_limits<std::int64_t>::max();
        for (const Position& other : places_)
            nearest = std::min(nearest, squared_distance(place, other));
        return nearest >= square(kShortestGateEdge) && nearest <= square(kLongestEdge);
    }

    core::RandomStream& stream_;
    std::int64_t radius_;
    std::vector<Position> places_;
};

/// Joins places by edges: first a spanning tree of the shortest, then short ones up to the number
/// of connections drawn for each.
class GateGraph {
  public:
    GateGraph(core::RandomStream& stream, const std::vector<Position>& places)
        : places_(places), degrees_(places.size(), 0) {
        for (std::size_t i = 0; i < places.size(); ++i)
            wanted_.push_back(1 + std::int64_t(weighted(stream, kDegreeWeights)));
    }

    std::vector<std::pair<std::size_t, std::size_t>> join() {
        span();
        for (const auto& [length, a, b] : short_pairs()) {
            if (degrees_[a] < wanted_[a] && degrees_[b] < wanted_[b]) add(a, b);
        }
        return {edges_.begin(), edges_.end()};
    }

  private:
    struct Pair {
        std::int64_t length;  ///< Squared.
        std::size_t a;
        std::size_t b;

        friend auto operator<=>(const Pair&, const Pair&) = default;
    };

    void add(std::size_t a, std::size_t b) {
        if (!edges_.emplace(std::min(a, b), std::max(a, b)).second) return;
        ++degrees_[a];
        ++degrees_[b];
    }

    // Prim's tree. In a plane no place of a shortest tree has more than six edges.
    void span() {
        constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();
        std::vector<std::int64_t> gap(places_.size(), kFar);
        std::vector<std::size_t> via(places_.size(), 0);
        std::vector<bool> joined(places_.size(), false);
        std::size_t newest = 0;
        for (std::size_t count = 1; count < places_.size(); ++count) {
            joined[newest] = true;
            std::size_t nearest = newest;
            for (std::size_t i = 0; i < places_.size(); ++i) {
                if (joined[i]) continue;
                const std::int64_t length = squared_distance(places_[i], places_[newest]);
                if (length < gap[i]) {
                    gap[i] = length;
                    via[i] = newest;
                }
                if (joined[nearest] || gap[i] < gap[nearest]) nearest = i;
            }
            add(nearest, via[nearest]);
            newest = nearest;
        }
    }

    std::set<Pair> short_pairs() const {
        std::set<Pair> pairs;
        std::vector<Pair> from;
        for (std::size_t a = 0; a < places_.size(); ++a) {
            from.clear();
            for (std::size_t b = 0; b < places_.size(); ++b) {
                if (a == b) continue;
                const std::int64_t length = squared_distance(places_[a], places_[b]);
                if (length <= square(kLongestEdge))
                    from.push_back({length, std::min(a, b), std::max(a, b)});
            }
            const auto kept = std::min(kNeighbours, from.size());
            std::partial_sort(from.begin(), from.begin() + std::ptrdiff_t(kept), from.end());
            pairs.insert(from.begin(), from.begin() + std::ptrdiff_t(kept));
        }
        return pairs;
    }

    const std::vector<Position>& places_;
    std::vector<std::int64_t> degrees_;
    std::vector<std::int64_t> wanted_;
    std::set<std::pair<std::size_t, std::size_t>> edges_;
};

}  // namespace

Galaxy draw_galaxy(core::RandomStream stream, std::size_t systems) {
    Galaxy galaxy;
    Scatter scatter(stream, systems);
    for (std::size_t i = 0; i < systems; ++i)
        galaxy.places.push_back(scatter.next());
    galaxy.edges = GateGraph(stream, galaxy.places).join();
    return galaxy;
}

}  // namespace argosy::sim
