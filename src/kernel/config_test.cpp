#include "kernel/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "kernel/settings.h"

namespace argosy::kernel {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A configuration file of one test.
class ConfigFile {
  public:
    explicit ConfigFile(std::string_view content)
        : path_(std::filesystem::path(testing::TempDir()) /
                (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) +
                 ".toml")) {
        std::ofstream(path_) << content;
    }
    ConfigFile(const ConfigFile&) = delete;
    ConfigFile& operator=(const ConfigFile&) = delete;
    ~ConfigFile() { std::filesystem::remove(path_); }

    const std::filesystem::path& path() const { return path_; }
    std::string line(int number) const { return path_.string() + ":" + std::to_string(number); }

  private:
    std::filesystem::path path_;
};

EffectiveSetting effective(const Config& config, std::string_view key) {
    for (const EffectiveSetting& setting : config.effective) {
        if (setting.key == key) return setting;
    }
    ADD_FAILURE() << "no setting " << key;
    return {};
}

std::string problems(const core::Result<Config>& loaded) {
    if (loaded.ok()) return "";
    EXPECT_EQ(loaded.error().code, core::ErrorCode::kConfiguration);
    return loaded.error().message;
}

/// Compares a committed file with what the table says; ARGOSY_UPDATE=1 rewrites it instead.
void expect_current(const std::filesystem::path& name, const std::string& expected) {
    const std::filesystem::path path = std::filesystem::path(ARGOSY_SOURCE_DIR) / name;
    if (std::getenv("ARGOSY_UPDATE") != nullptr) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << expected;
    }
    std::ostringstream found;
    found << std::ifstream(path).rdbuf();
    EXPECT_EQ(found.str(), expected) << "rewrite it with ARGOSY_UPDATE=1";
}

TEST(Config, NeedsNoFileAndNoVariable) {
    const auto loaded = Config::load(std::nullopt, {});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(loaded->base_url, "https://api.spacetraders.io/v2");
    EXPECT_EQ(loaded->manufacturing.max_workers, 0);
    EXPECT_FALSE(loaded->dispatch.advisory);
    for (const EffectiveSetting& setting : loaded->effective) {
        EXPECT_EQ(setting.origin, "default") << setting.key;
    }
}

TEST(Config, ReadsValuesOfTheFileAndSaysOnWhichLineEachStands) {
    const ConfigFile file(
        "[money]\n"
        "floor = 75000\n"
        "\n"
        "[scout]\n"
        "stale_after = \"20m\"\n"
        "least_age = 90\n"
        "[profitability]\n"
        "mode = \"advisory\"\n"
        "[manufacturing]\n"
        "choice = \"best-first\"\n"
        "idle_ships = \"go-ahead\"\n");
    const auto loaded = Config::load(file.path(), {});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(loaded->ledger.floor, core::Credits(75'000));
    EXPECT_EQ(loaded->scouting.stale_after, std::chrono::minutes(20));
    EXPECT_EQ(loaded->scouting.least_age, std::chrono::seconds(90));
    EXPECT_TRUE(loaded->dispatch.advisory);
    EXPECT_EQ(loaded->dispatch.choice, hauls::Choice::kBestFirst);
    EXPECT_EQ(loaded->dispatch.idle, hauls::Idle::kGoesAhead);
    EXPECT_EQ(effective(*loaded, "money.floor").origin, file.line(2));
    EXPECT_EQ(effective(*loaded, "scout.stale_after").value, "20m");
    EXPECT_EQ(effective(*loaded, "log.level").origin, "default");
}

TEST(Config, LetsTheEnvironmentOverrideTheFile) {
    const ConfigFile file("manufacturing.max_workers = 3\n");
    const auto loaded = Config::load(file.path(), {{"ST_MANUFACTURING_MAX_WORKERS", "5"}});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(loaded->manufacturing.max_workers, 5);
    EXPECT_EQ(effective(*loaded, "manufacturing.max_workers").origin,
              "ST_MANUFACTURING_MAX_WORKERS");
}

TEST(Config, UnderstandsTheVariablesOfTheRequirements) {
    const auto loaded = Config::load(std::nullopt, {{"ST_MANUFACTURING_MAX_WORKERS", "5"},
                                                    {"ST_MANUFACTURING_MIN_PRICE", "1200"},
                                                    {"ST_MANUFACTURING_DISCOVERY_INTERVAL", "2m"},
                                                    {"ST_MANUFACTURING_ASSIGNMENT_INTERVAL", "45s"},
                                                    {"ST_MANUFACTURING_ARBITRAGE_ENABLED", "false"},
                                                    {"DATABASE_URL", "sqlite:fleet.db"}});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(loaded->manufacturing.start, manufacturing::Start::kNever);
    EXPECT_EQ(loaded->manufacturing.max_workers, 5);
    EXPECT_EQ(loaded->manufacturing.min_price, core::Bid(1'200));
    EXPECT_EQ(loaded->manufacturing.plan_interval, std::chrono::minutes(2));
    EXPECT_EQ(loaded->manufacturing.pass_interval, std::chrono::seconds(45));
    EXPECT_EQ(loaded->store.shown(), "fleet.db");
}

TEST(Config, LetsGoodsFactoriesWaitAsTheRequirementsSpellIt) {
    const auto loaded = Config::load(std::nullopt, {{"GOODS_PRODUCTION_TIMEOUT", "600"},
                                                    {"GOODS_POLL_INTERVAL_INITIAL", "15"},
                                                    {"GOODS_POLL_INTERVAL", "10"}});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(loaded->goods.production_timeout, std::chrono::seconds(600));
    EXPECT_EQ(loaded->goods.poll_initial, std::chrono::seconds(15));
    EXPECT_EQ(loaded->goods.poll_settled, std::chrono::seconds(10));
    EXPECT_EQ(effective(*loaded, "goods.poll_interval_settled").origin, "GOODS_POLL_INTERVAL");
    const ConfigFile file("[goods]\nproduction_timeout = \"10m\"\npoll_interval_settled = 90\n");
    const auto read = Config::load(file.path(), {});
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->goods.production_timeout, std::chrono::minutes(10));
    EXPECT_EQ(read->goods.poll_settled, std::chrono::seconds(90));
}

TEST(Config, WaitsForGoodsWithoutALimitUnlessTold) {
    const Config defaults = *Config::load(std::nullopt, {});
    EXPECT_EQ(defaults.goods.production_timeout, core::Duration(0)) << "no limit";
    EXPECT_EQ(effective(defaults, "goods.poll_interval_initial").value, "30s");
    EXPECT_EQ(effective(defaults, "goods.poll_interval_settled").value, "1m");
}

TEST(Config, RefusesWaitsForGoodsBelowTheirLeast) {
    const std::string found = problems(Config::load(
        std::nullopt, {{"GOODS_PRODUCTION_TIMEOUT", "-1"}, {"GOODS_POLL_INTERVAL_INITIAL", "0"}}));
    EXPECT_THAT(found, HasSubstr("GOODS_PRODUCTION_TIMEOUT: goods.production_timeout was \"-1\", "
                                 "expected a length of time from 0ms to 168h"));
    EXPECT_THAT(found,
                HasSubstr("GOODS_POLL_INTERVAL_INITIAL: goods.poll_interval_initial was \"0\", "
                          "expected a length of time from 1s to 1h"));
    EXPECT_THAT(problems(Config::load(std::nullopt, {{"GOODS_POLL_INTERVAL_SETTLED", "60"},
                                                     {"GOODS_POLL_INTERVAL", "10"}})),
                HasSubstr("GOODS_POLL_INTERVAL: contradicts GOODS_POLL_INTERVAL_SETTLED"));
}

TEST(Config, TakesTheSupplyChainFromAFile) {
    const ConfigFile map("{\n\"MACHINERY\": [\"IRON\"]\n}\n");
    const std::string path = map.path().string();
    const auto loaded = Config::load(std::nullopt, {{"GOODS_SUPPLY_CHAIN_PATH", path}});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(*loaded->goods.recipes,
              (model::RecipeMap{{model::TradeSymbol("MACHINERY"), {model::TradeSymbol("IRON")}}}));
    EXPECT_EQ(effective(*loaded, "goods.supply_chain_path").value, path);
    EXPECT_EQ(*Config::load(std::nullopt, {})->goods.recipes, model::recipes());
}

TEST(Config, SaysInWhichLineASupplyChainIsWrong) {
    const ConfigFile map("{\n\"A\": [\"B\"],\n\"B\": [\"A\"]\n}\n");
    const std::string path = map.path().string();
    EXPECT_THAT(problems(Config::load(std::nullopt, {{"GOODS_SUPPLY_CHAIN_PATH", path}})),
                AllOf(HasSubstr("GOODS_SUPPLY_CHAIN_PATH: goods.supply_chain_path was"),
                      HasSubstr(path + ":2: A can never be made: A -> B -> A")));
}

TEST(Config, ServesMetricsOnAPortOrNotAtAll) {
    EXPECT_EQ(Config::load(std::nullopt, {})->metrics_port, std::nullopt);
    EXPECT_EQ(Config::load(std::nullopt, {{"ARGOSY_METRICS_PORT", "9464"}})->metrics_port, 9464);
    EXPECT_EQ(Config::load(std::nullopt, {{"ARGOSY_METRICS_PORT", "off"}})->metrics_port,
              std::nullopt);
    EXPECT_THAT(problems(Config::load(std::nullopt, {{"ARGOSY_METRICS_PORT", "65536"}})),
                HasSubstr("expected off, or a port from 0 to 65535"));
}

TEST(Config, TakesAFlagOfTheFileAsTomlSpellsIt) {
    using manufacturing::Start;
    EXPECT_EQ(Config::load(std::nullopt, {})->manufacturing.start, Start::kOnRequest);
    const ConfigFile never("manufacturing.enabled = false\n");
    EXPECT_EQ(Config::load(never.path(), {})->manufacturing.start, Start::kNever);
    EXPECT_EQ(Config::load(never.path(), {{"ST_MANUFACTURING_ARBITRAGE_ENABLED", "true"}})
                  ->manufacturing.start,
              Start::kWithDaemon);
}

TEST(Config, SaysWhatAFlagMayBeToo) {
    const ConfigFile good("manufacturing.enabled = \"on-request\"\n");
    EXPECT_EQ(Config::load(good.path(), {})->manufacturing.start, manufacturing::Start::kOnRequest);
    const ConfigFile bad("manufacturing.enabled = 0\n");
    EXPECT_THAT(problems(Config::load(bad.path(), {})),
                HasSubstr("manufacturing.enabled was a whole number, expected on-request or true "
                          "or false"));
}

TEST(Config, TakesEveryWordOfHowManufacturingIsDone) {
    const auto loaded = Config::load(std::nullopt, {{"ST_MANUFACTURING_MODE", "serial"},
                                                    {"ST_MANUFACTURING_STRATEGY", "fabricate"},
                                                    {"ST_MANUFACTURING_RANK", "price"}});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(loaded->manufacturing.mode, manufacturing::Mode::kSerial);
    EXPECT_EQ(loaded->manufacturing.strategy, goods::Strategy::kFabricate);
    EXPECT_EQ(loaded->manufacturing.rank, manufacturing::Rank::kPrice);
    EXPECT_EQ(effective(*loaded, "manufacturing.rank").origin, "ST_MANUFACTURING_RANK");
    EXPECT_THAT(problems(Config::load(std::nullopt, {{"ST_MANUFACTURING_RANK", "size"}})),
                HasSubstr("expected value or return or price"));
}

TEST(Config, DerivesAVariableFromEveryKey) {
    const auto loaded = Config::load(std::nullopt, {{"ARGOSY_PROFITABILITY_LEAST_PROFIT", "2500"}});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(loaded->dispatch.least_profit, core::Credits(2'500));
}

TEST(Config, TakesAnEmptyVariableForUnset) {
    const auto loaded = Config::load(std::nullopt, {{"ARGOSY_DATABASE", ""}});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(effective(*loaded, "store.url").origin, "default");
}

TEST(Config, ReportsAllProblemsAtOnceWithTheirPlaces) {
    const ConfigFile file(
        "[manufacturing]\n"
        "max_worker = 3\n"
        "max_pipelines = \"many\"\n"
        "min_price = -1\n"
        "[log]\n"
        "level = 7\n"
        "[colour]\n"
        "ink = \"blue\"\n");
    const std::string found = problems(Config::load(
        file.path(), {{"ARGOSY_LOG_FORMAT", "xml"}, {"ST_MANUFACTURING_MAX_WORKER", "5"}}));
    EXPECT_THAT(found, HasSubstr(file.line(2) + ": there is no key manufacturing.max_worker\n"));
    EXPECT_THAT(found, HasSubstr(file.line(3) + ": manufacturing.max_pipelines was a text"));
    EXPECT_THAT(found, HasSubstr(file.line(4) + ": manufacturing.min_price was \"-1\""));
    EXPECT_THAT(found,
                HasSubstr(file.line(6) + ": log.level was a whole number, expected debug or"));
    EXPECT_THAT(found, HasSubstr(file.line(7) + ": there is no key colour\n"));
    EXPECT_THAT(found,
                HasSubstr("ARGOSY_LOG_FORMAT: log.format was \"xml\", expected text or json"));
    EXPECT_THAT(found, HasSubstr("ST_MANUFACTURING_MAX_WORKER: there is no such variable"));
}

TEST(Config, ReportsABrokenFileBesideBadVariables) {
    const ConfigFile file("[log]\nlevel = \n");
    const std::string found =
        problems(Config::load(file.path(), {{"ARGOSY_LOG_LEVEL", "shouting"}}));
    EXPECT_THAT(found, AllOf(HasSubstr(file.line(2)), HasSubstr("\"shouting\"")));
}

TEST(Config, ReportsAFileThatIsNotThere) {
    EXPECT_THAT(problems(Config::load("/nonexistent/argosy.toml", {})),
                HasSubstr("/nonexistent/argosy.toml"));
}

TEST(Config, RefusesTwoVariablesThatContradictEachOther) {
    const std::string found = problems(
        Config::load(std::nullopt, {{"ARGOSY_SOCKET", "/a"}, {"SPACETRADERS_SOCKET", "/b"}}));
    EXPECT_THAT(found, HasSubstr("SPACETRADERS_SOCKET: contradicts ARGOSY_SOCKET"));
    EXPECT_TRUE(
        Config::load(std::nullopt, {{"ARGOSY_SOCKET", "/a"}, {"SPACETRADERS_SOCKET", "/a"}}).ok());
}

TEST(Config, TakesEitherKindOfDatabaseAndNeverShowsItsPassword) {
    const auto loaded =
        Config::load(std::nullopt,
                     {{"DATABASE_URL", "postgresql://argosy:hunter2@host:5433/fleet?sslmode=off"}});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(loaded->store.kind(), store::StoreUrl::Kind::kPostgres);
    EXPECT_EQ(effective(*loaded, "store.url").value, "postgresql://argosy@host:5433/fleet");

    const std::string found =
        problems(Config::load(std::nullopt, {{"DATABASE_URL", "mysql://argosy:hunter2@host/db"}}));
    EXPECT_THAT(found, HasSubstr("DATABASE_URL: store.url was \"mysql://argosy@host/db\""));
    EXPECT_THAT(found, Not(HasSubstr("hunter2")));
}

TEST(Config, StillKnowsTheStoreByItsOlderName) {
    const ConfigFile file("[database]\npath = \"fleet.db\"\n");
    EXPECT_EQ(Config::load(file.path(), {})->store.shown(), "fleet.db");
    EXPECT_EQ(Config::load(std::nullopt, {{"ARGOSY_DATABASE_PATH", "b.db"}})->store.shown(),
              "b.db");
    const ConfigFile both("database.path = \"a.db\"\nstore.url = \"b.db\"\n");
    EXPECT_THAT(problems(Config::load(both.path(), {})),
                HasSubstr("store.url is set a second time"));
}

TEST(Config, LeavesVariablesOfOthersAlone) {
    EXPECT_TRUE(Config::load(std::nullopt, {{"ARGOSY_SEED", "7"}, {"PATH", "/bin"}}).ok());
}

TEST(Config, TakesItsOwnExampleWithEveryLineUncommented) {
    std::istringstream example(Config::example_file());
    std::string uncommented;
    for (std::string line; std::getline(example, line);) {
        const bool is_setting = line.starts_with("#") && !line.starts_with("# ");
        uncommented += (is_setting ? line.substr(1) : line) + "\n";
    }
    const ConfigFile file(uncommented);
    const auto loaded = Config::load(file.path(), {});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;

    const Config defaults = *Config::load(std::nullopt, {});
    ASSERT_EQ(loaded->effective.size(), defaults.effective.size());
    for (std::size_t i = 0; i < defaults.effective.size(); ++i) {
        EXPECT_EQ(loaded->effective[i].value, defaults.effective[i].value);
        EXPECT_THAT(loaded->effective[i].origin, Not("default")) << loaded->effective[i].key;
    }
}

TEST(Config, HasACurrentExampleFile) {
    expect_current("argosy.example.toml", Config::example_file());
}

TEST(Config, HasACurrentReferencePage) {
    expect_current("docs/reference/configuration.md", Config::reference_page());
}

RC_GTEST_PROP(ConfigDuration, IsReadBackAsItWasWritten, ()) {
    const core::Duration length(*rc::gen::inRange<std::int64_t>(0, 7L * 24 * 3600 * 1000));
    core::Duration read{-1};
    RC_ASSERT(read_duration(write_duration(length), read));
    RC_ASSERT(read == length);
}

TEST(ConfigDuration, RefusesWhatIsNoLengthOfTime) {
    core::Duration ignored{0};
    for (const char* text : {"", "s", "-5s", "1.5h", "2 m", "9999999999999h", "soon"}) {
        EXPECT_FALSE(read_duration(text, ignored)) << text;
    }
}

}  // namespace
}  // namespace argosy::kernel
