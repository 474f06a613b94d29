#include "apps/compare_tuning.h"

#include "kernel/strategy_sweep.h"

namespace argosy::apps {
namespace {

using core::Result;
using kernel::StrategyTrial;
using trading::StrategySpec;

Result<std::vector<Choice>> open_choices(const Contest& contest) {
    std::vector<Choice> choices;
    for (const std::string& system : contest.systems) {
        ARGOSY_CHECK(trial_in(system));
        for (const std::string& law : contest.laws) {
            for (const std::int64_t ships : contest.ships) {
                for (const StrategySpec& strategy : contest.strategies) {
                    choices.push_back({.system = system,
                                       .law = law,
                                       .ships = ships,
                                       .strategy = trading::to_string(strategy),
                                       .chosen = strategy});
                }
            }
        }
    }
    return choices;
}

StrategyTrial sweep_trial(const Contest& contest, const Choice& choice, StrategySpec strategy) {
    StrategyTrial trial = *trial_in(choice.system);
    trial.strategy = std::move(strategy);
    trial.law = choice.law;
    trial.seed = contest.seeds.front();
    trial.haulers = choice.ships;
    trial.length = std::min(contest.length, contest.sweep_length);
    trial.bound = kernel::BoundOf::kNothing;
    return trial;
}

// Takes a run of the sweep in; of equals the earlier, which is nearer the defaults, stays.
void take(Choice& choice, const Outcome& outcome) {
    const double earned = outcome.figures->judged();
    const bool is_default = choice.tried++ == 0;
    if (is_default) choice.fallback = earned;
    if (choice.best && earned <= *choice.best) return;
    choice.best = earned;
    choice.chosen = outcome.trial.strategy;
}

}  // namespace

Result<std::vector<Choice>> tune(const Runner& runner, const Contest& contest,
                                 std::vector<Outcome>& failed) {
    ARGOSY_TRY(std::vector<Choice> choices, open_choices(contest));
    std::vector<StrategyTrial> trials;
    std::vector<std::size_t> choice_of;
    for (std::size_t number = 0; number < choices.size(); ++number) {
        const Choice& choice = choices[number];
        if (!choice.chosen.parameters.empty() || contest.sweep_length <= core::Duration(0))
            continue;
        const std::vector<StrategySpec> specs = kernel::sweep_of(choice.strategy);
        if (specs.size() == 1) continue;
        for (const StrategySpec& spec : specs) {
            trials.push_back(sweep_trial(contest, choice, spec));
            choice_of.push_back(number);
        }
    }
    std::vector<Outcome> outcomes = run_all(runner, trials);
    for (std::size_t number = 0; number < outcomes.size(); ++number) {
        if (outcomes[number].figures) {
            take(choices[choice_of[number]], outcomes[number]);
        } else {
            failed.push_back(std::move(outcomes[number]));
        }
    }
    return choices;
}

}  // namespace argosy::apps
