#pragma once

/// @file
/// How markets move between trades, as plain numbers: what the simulator's law is, or what has been
/// learned of it. All quantities of goods here are in trade volumes, all rates in trade volumes per
/// update of a market. docs/concepts/upper-bound.md says what follows from them.

namespace argosy::planner {

enum class Feeding : bool {
    kChangesNothing,  ///< Every export makes `restricted_step`, whatever it is fed.
    kHelps,
};

struct UpdateLaw {
    double updates_an_hour = 60.0 / 33;

    // Of exports, and of the imports they are made from.
    Feeding feeding = Feeding::kHelps;
    double least_rate = 0.2;
    double full_rate = 1.0;
    double rise = 0.3;             ///< All inputs MODERATE or better, the export below ABUNDANT.
    double fall = 0.1;             ///< The same, the export ABUNDANT.
    double limited_rate = 0.3;     ///< Where a LIMITED input lets the rate go,
    double settle = 0.1;           ///< by this much.
    double restricted_fall = 0.2;  ///< An input SCARCE.
    double restricted_step = 0.2;  ///< What is made then.

    // Of imports that feed nothing.
    double consumption_rise = 0.2;
    double consumption_fall = 0.1;

    // Stocks.
    double restricted_below = -4;
    double limited_below = -2;
    double abundant_from = 4;
    double most_export = 8;
    double least_import = -8;

    double exchange_drift = 0.1;  ///< Share of the way to 0.
    double idle_share = 0.1;      ///< Of every step and change, where nobody trades.
    double others = 0;            ///< What others sell to imports, and buy of exports.

    friend auto operator<=>(const UpdateLaw&, const UpdateLaw&) = default;
};

}  // namespace argosy::planner
