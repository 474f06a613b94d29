// spacetraders-demo: simulator, daemon, fleet and manufacturing in one go, through real processes,
// ending with a profit and loss that the ledger and the game agree on.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "apps/demo_run.h"
#include "apps/usage.h"

int main(int argc, char** argv) {
    using argosy::demo::Options;

    constexpr const char* kName = "spacetraders-demo";
    Options options;
    CLI::App app{
        "Starts a simulator and a daemon, buys a fleet, lets it manufacture, and shows it.", kName};
    app.set_version_flag("--version", std::string(kName) + " " ARGOSY_VERSION);
    app.add_option("--hours", options.hours, "Simulated hours")
        ->check(CLI::Range(0.1, 240.0))
        ->capture_default_str();
    app.add_option("--seed", options.seed, "Seed of the simulated universe")->capture_default_str();
    app.add_option("--ships", options.haulers, "Light haulers to buy, as far as money allows")
        ->check(CLI::Range(0, 40))
        ->capture_default_str();
    app.add_option("--speed", options.speed, "Simulated seconds per real second")
        ->check(CLI::Range(1.0, 1'000.0))
        ->capture_default_str();
    app.add_option("--credits", options.credits, "Treasury at the start (the game gives 175000)")
        ->check(CLI::Range(std::int64_t{175'000}, std::int64_t{1'000'000'000}))
        ->capture_default_str();
    std::string output = "table";
    app.add_option("--output", output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    app.footer("Example: spacetraders-demo --hours 2 --seed 7");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        return argosy::apps::refuse_usage(kName, error.what(), kName);
    }
    options.json = output == "json";
    options.programs = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    return argosy::demo::run(options);
}
