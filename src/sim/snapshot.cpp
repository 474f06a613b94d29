#include "sim/snapshot.h"

#include <fmt/format.h>

#include "sim/snapshot_check.h"
#include "sim/universe_records.h"

namespace argosy::sim {
namespace {

namespace json = boost::json;

constexpr std::string_view kFormat = "argosy-universe-1";

class SnapshotReader {
  public:
    explicit SnapshotReader(const std::string& file) : problems_(file), records_(problems_) {}

    core::Result<std::unique_ptr<Universe>> read(std::string_view text) {
        const json::value document = problems_.parse(text);
        if (problems_.ok()) read_document(problems_.object(document, "the snapshot"));
        if (!problems_.ok()) return problems_.error();
        auto law = economy_law(options_.law, {.other_traders = options_.other_traders});
        if (!law) {
            problems_.problem("options, law", law.error().message);
            return problems_.error();
        }
        std::vector<MarketState> markets;
        for (auto& [waypoint, market] : markets_)
            markets.push_back(std::move(market));
        state_.economy = Economy::restore(*std::move(law), std::move(markets), last_update_);
        auto universe =
            Universe::restore(std::move(scenario_), std::move(options_), std::move(state_));
        check_snapshot(*universe, problems_);
        if (!problems_.ok()) return problems_.error();
        return universe;
    }

  private:
    void read_document(const json::object& document) {
        const std::string format = problems_.text(document, "the snapshot", "format");
        if (format != kFormat) {
            problems_.problem("the snapshot",
                              fmt::format(R"(has format "{}", expected "{}")", format, kFormat));
            return;
        }
        problems_.only(document, "the snapshot",
                       {"format", "options", "scenario", "last_update", "markets", "state"});
        read_part(document, "options", options_);
        read_part(document, "scenario", scenario_);
        read_part(document, "last_update", last_update_);
        read_part(document, "markets", markets_);
        read_part(document, "state", state_);
    }

    template <class Record>
    void read_part(const json::object& document, std::string_view name, Record& into) {
        const json::value* part = document.if_contains(name);
        if (part == nullptr) {
            problems_.problem("the snapshot", fmt::format("has no {}", name));
        } else {
            records_.read(*part, Place{nullptr, name}, into);
        }
    }

    JsonReader problems_;
    RecordReader records_;
    UniverseOptions options_;
    Scenario scenario_;
    core::TimePoint last_update_;
    std::map<model::WaypointSymbol, MarketState> markets_;
    UniverseState state_{Economy::restore(nullptr, {}, {})};
};

}  // namespace

std::string write_snapshot(const Universe& universe) {
    std::string text;
    JsonWriter out(text);
    const auto write_part = [&](std::string_view name, const auto& part) {
        out.name(name);
        write_record(out, part);
    };
    out.begin_object();
    write_part("format", std::string(kFormat));
    write_part("options", universe.options());
    write_part("scenario", universe.scenario());
    write_part("last_update", universe.economy().last_update());
    write_part("markets", universe.economy().markets());
    write_part("state", universe.state());
    out.end_object();
    return text;
}

core::Result<std::unique_ptr<Universe>> read_snapshot(std::string_view text,
                                                      const std::string& file) {
    return SnapshotReader(file).read(text);
}

}  // namespace argosy::sim
