#pragma once

/// @file
/// How little the price of a good can be strained by trading so many volumes of it an update, for
/// ever or for a while, whatever is traded when. The price law makes both prices of an import and
/// an export a straight line in the *strain*, 2^(0.3 s) or 2^(-0.3 s) of a stock of s volumes, so
/// one curve for each way in which goods move serves all goods, bases and margins.
///
/// Levels are written as z here: the stock of an import, the stock of an export with its sign
/// turned. Updates lower it (what is consumed, what is made), our trades raise it, and the strain
/// is 2^(0.3 z) on both sides. docs/concepts/upper-bound.md derives all of this.

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "planner/update_law.h"

namespace argosy::planner {

/// How a good moves at its market.
struct CurveKind {
    enum class Role : std::uint8_t {
        kMade,      ///< An export.
        kGathered,  ///< An export that is made from nothing.
        kStarved,   ///< An export with an input that its market does not import.
        kFeeding,   ///< An import that exports of its market are made from.
        kSharing,   ///< The same, seen from one of several exports: others may lower it as well.
        kConsumed,  ///< An import that nothing is made from.
    };
    Role role = Role::kConsumed;
    std::int64_t feeds = 0;          ///< Of a feeding import: exports that can be fed.
    std::int64_t feeds_starved = 0;  ///< The same: exports that are starved whatever is brought.

    friend auto operator<=>(const CurveKind&, const CurveKind&) = default;
};

/// A straight line that the strain of `v` volumes an update is nowhere below.
struct Tangent {
    double base = 0;
    double slope = 0;
};

/// Where a good is when its time begins.
struct GoodStart {
    double rate = 0;
    double stock = 0;    ///< In trade volumes.
    double updates = 0;  ///< That are to come.
};

/// Part of a curve: so many volumes an update more, at so much strain for each volume.
struct CurvePiece {
    double slope;
    double volumes;
};

class StockCurve {
  public:
    /// Works it out: some tens of milliseconds.
    StockCurve(const UpdateLaw& law, const CurveKind& kind);

    /// Most volumes that can be traded an update.
    double most() const { return most_; }

    /// Returns the least strain, summed over an update's units (in volumes), that trading `volumes`
    /// an update for ever puts on a price. Never too much; too little by less than 0.01.
    double at(double volumes) const;

    /// The curve as pieces of rising slope, and what it begins with.
    struct Pieces {
        double base = 0;
        std::vector<CurvePiece> pieces;
    };
    Pieces pieces() const { return pieces_of(tangents_); }
    /// Returns the same of a time that begins somewhere and ends anywhere.
    Pieces pieces(const GoodStart& start) const;

  private:
    Pieces pieces_of(std::vector<Tangent> tangents) const;

    CurveKind kind_;
    std::int64_t least_rate_tenths_ = 0;
    std::int64_t bottom_tenths_ = 0;
    std::int64_t levels_ = 0;
    double most_ = 0;
    std::vector<Tangent> tangents_;           ///< By slope.
    std::vector<std::vector<double>> heads_;  ///< Of each tangent, by rate and level.
};

/// The curves of one law, each worked out when it is first asked for.
class StockCurves {
  public:
    explicit StockCurves(const UpdateLaw& law) : law_(law) {}

    const UpdateLaw& law() const { return law_; }
    const StockCurve& of(const CurveKind& kind);

  private:
    UpdateLaw law_;
    std::map<CurveKind, std::unique_ptr<StockCurve>> curves_;
};

/// Returns the strain that raising the level from `from` to `to` costs at least, in transactions of
/// at most one volume, where updates lower no level below `bottom`; 0 where `to` is not above.
double strain_between(double from, double to, double bottom);

/// Returns the level at which a whole volume is traded at this strain a unit.
double level_of_strain(double strain);

}  // namespace argosy::planner
