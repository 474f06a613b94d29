#include "apps/cli_doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"
#include "kernel/doctor.h"
#include "rpc/view.h"

namespace argosy::cli {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

Result<kernel::Config> load_config(const std::string& file) {
    const kernel::Environment environment = kernel::process_environment();
    const std::optional<std::filesystem::path> read =
        file.empty() ? kernel::default_config_file(environment) : std::filesystem::path(file);
    return kernel::Config::load(read, environment);
}

void add(v1::Diagnosis& diagnosis, kernel::Finding::Level level, std::string_view check,
         std::string_view what, std::string_view advice = "") {
    v1::Finding& finding = *diagnosis.add_findings();
    finding.set_level(std::string(kernel::to_string(level)));
    finding.set_check(std::string(check));
    finding.set_what(std::string(what));
    finding.set_advice(std::string(advice));
}

constexpr auto kOk = kernel::Finding::Level::kOk;
constexpr auto kWarning = kernel::Finding::Level::kWarning;
constexpr auto kProblem = kernel::Finding::Level::kProblem;

void add_configuration(v1::Diagnosis& diagnosis, const Result<kernel::Config>& config) {
    if (config) {
        const auto set = std::ranges::count_if(
            config->effective, [](const auto& setting) { return setting.origin != "default"; });
        add(diagnosis, kOk, "configuration",
            fmt::format("{} of {} keys set, the others at their defaults", set,
                        config->effective.size()));
        return;
    }
    std::istringstream lines(config.error().message);
    for (std::string line; std::getline(lines, line);)
        add(diagnosis, kProblem, "configuration", line, "docs/reference/configuration.md");
}

/// Tells where a daemon started here would be another than the one that runs.
void add_differences(v1::Diagnosis& diagnosis, const v1::ConfigSettings& running,
                     const kernel::Config& here) {
    for (const v1::ConfigSetting& theirs : running.settings()) {
        const auto ours =
            std::ranges::find(here.effective, theirs.key(), &kernel::EffectiveSetting::key);
        if (ours == here.effective.end() || ours->value == theirs.value()) continue;
        add(diagnosis, kWarning, "configuration",
            fmt::format("{} is \"{}\" for the running daemon ({}) and \"{}\" here ({})",
                        theirs.key(), theirs.value(), theirs.origin(), ours->value, ours->origin),
            "start the daemon again if this was changed since");
    }
}

Result<v1::Diagnosis> examine(const Doctor& command, Session& session) {
    v1::Diagnosis diagnosis;
    const Result<kernel::Config> config = load_config(command.config_file);
    add_configuration(diagnosis, config);

    if (const auto absent = session.no_daemon()) {
        const bool none_runs = absent->code == ErrorCode::kUnavailable;
        add(diagnosis, none_runs ? kWarning : kProblem, "socket", absent->message,
            none_runs ? "" : "name another with --socket");
        if (config) diagnosis.MergeFrom(rpc::to_message(kernel::examine_alone(*config)));
        return diagnosis;
    }
    ARGOSY_TRY(const v1::ConfigSettings running, session.call(&rpc::Client::get_config, {}));
    if (config) add_differences(diagnosis, running, *config);
    add(diagnosis, kOk, "socket", fmt::format("a daemon answers on {}", session.socket()));
    ARGOSY_TRY(const v1::Diagnosis daemon, session.call(&rpc::Client::diagnose, {}));
    diagnosis.MergeFrom(daemon);
    return diagnosis;
}

/// Returns the running daemon's settings; where none runs or a file is named, what one started here
/// would have.
Result<v1::ConfigSettings> settings_to_show(const ConfigShow& command, Session& session) {
    if (command.config_file.empty()) {
        if (!session.no_daemon()) return session.call(&rpc::Client::get_config, {});
        std::fputs("spacetraders: no daemon answers: one started here would have these settings\n",
                   stderr);
    }
    auto config = load_config(command.config_file);
    if (config) return rpc::to_message(config->effective);
    Error all_in_one_line = std::move(config).error();
    for (std::size_t at = 0; (at = all_in_one_line.message.find('\n', at)) != std::string::npos;)
        all_in_one_line.message.replace(at, 1, "; ");
    return all_in_one_line;
}

}  // namespace

void add_doctor(CLI::App& root, Invocation& invocation) {
    Verb<Doctor> doctor(
        invocation, root, "doctor",
        "Looks at all the daemon stands on, and says what to do where it is not well",
        "spacetraders doctor");
    doctor.app()->add_option("--config", doctor->config_file,
                             "TOML file; default $ARGOSY_CONFIG, then ./argosy.toml");

    CLI::App& noun = add_noun(root, "config", "The daemon's settings", "spacetraders config show");
    Verb<ConfigShow> show(invocation, noun, "show",
                          "Shows what the running daemon was set to; where none runs, what one\n"
                          "started here would be",
                          "spacetraders config show --origin");
    show.app()->add_flag("--origin", show->origin, "Says where each value came from");
    show.app()->add_option("--config", show->config_file,
                           "This file and the environment, whatever a daemon runs with");
}

core::Result<void> carry_out(const Doctor& command, Session& session) {
    ARGOSY_TRY(const v1::Diagnosis diagnosis, examine(command, session));
    session.show(diagnosis, render);
    const auto problems = std::ranges::count_if(
        diagnosis.findings(),
        [](const v1::Finding& finding) { return finding.level() == kernel::to_string(kProblem); });
    if (problems == 0) return {};
    return Error{ErrorCode::kRejected, problems == 1
                                           ? "1 problem was found"
                                           : fmt::format("{} problems were found", problems)};
}

core::Result<void> carry_out(const ConfigShow& command, Session& session) {
    ARGOSY_TRY(const v1::ConfigSettings settings, settings_to_show(command, session));
    session.show(settings, command.origin ? render_with_origin : render_plain);
    return {};
}

std::string render(const v1::Diagnosis& diagnosis) {
    Table table({left("LEVEL"), left("CHECK"), left("FOUND"), left("WHAT TO DO")});
    for (const v1::Finding& finding : diagnosis.findings())
        table.add({finding.level(), finding.check(), finding.what(), finding.advice()});
    return table.text();
}

std::string render_plain(const v1::ConfigSettings& settings) {
    std::string text;
    for (const v1::ConfigSetting& setting : settings.settings())
        text += fmt::format("{} = {}\n", setting.key(), one_line(setting.value()));
    return text;
}

std::string render_with_origin(const v1::ConfigSettings& settings) {
    Table table({left("KEY"), left("VALUE"), left("ORIGIN")});
    for (const v1::ConfigSetting& setting : settings.settings())
        table.add({setting.key(), setting.value(), setting.origin()});
    return table.text();
}

}  // namespace argosy::cli
