/// @file
/// Goods on request, as a user asks for them: what cannot be had, what is one purchase, and what is
/// made, sold, stopped and remembered.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <csignal>
#include <memory>

#include "tests/functional/deployment.h"

namespace argosy::tests {
namespace {

using testing::HasSubstr;

constexpr core::Duration kSeconds = std::chrono::seconds(15);

bool has_ended(const boost::json::object& factory) {
    const auto& status = factory.at("status").as_string();
    return status != "PENDING" && status != "ACTIVE";
}

std::string id_of(const boost::json::object& factory) {
    return std::string(factory.at("id").as_string());
}

/// A company that knows all markets of its system, for all tests of the suite.
class GoodsOnRequest : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        deployment_ = std::make_unique<Deployment>(Deployment::Options{});
        deployment_->start_daemon();
        deployment_->register_agent();
        early_ = deployment_->cli({"goods", "produce", "MACHINERY"});
        deployment_->ask({"ship", "purchase", "SHIP_PROBE"});
        deployment_->ask({"ship", "purchase", "SHIP_LIGHT_HAULER"});
        deployment_->learn_markets();
    }
    static void TearDownTestSuite() {
        EXPECT_EQ(deployment_->daemon_log(), "") << "only errors are logged here";
        deployment_.reset();
    }

    static Deployment& deployment() { return *deployment_; }

    /// What came of asking before any market was known.
    static const Finished& early() { return early_; }

    /// Returns the line of the history about a good.
    static boost::json::object history_of(std::string_view good) {
        const boost::json::object history = deployment().ask({"goods", "history"});
        for (const boost::json::value& line : history.at("lines").as_array()) {
            if (line.at("good").as_string() == good) return line.as_object();
        }
        return {};
    }

  private:
    static inline std::unique_ptr<Deployment> deployment_;
    static inline Finished early_;
};

TEST_F(GoodsOnRequest, AreRefusedWithWhatIsMissing) {
    EXPECT_EQ(early().code, 3);
    EXPECT_THAT(early().err, HasSubstr("markets of X1-AD75 were never looked at"));
    const Finished nowhere = deployment().cli({"goods", "produce", "GRAVITON"});
    EXPECT_EQ(nowhere.code, 3);
    EXPECT_THAT(nowhere.err, HasSubstr("all markets of X1-AD75 are known"));
    EXPECT_EQ(deployment().cli({"goods", "produce", "IRON", "--strategy", "cheap"}).code, 2);
    EXPECT_EQ(deployment().cli({"goods", "status", "factory-0-0"}).code, 3);
    EXPECT_EQ(deployment().cli({"goods", "stop", "factory-0-0"}).code, 3);
}

TEST_F(GoodsOnRequest, MayBeOnePurchaseAndThenThatIsSaid) {
    const boost::json::object bought = deployment().ask({"goods", "produce", "IRON"});
    EXPECT_THAT(std::string(bought.at("note").as_string()),
                HasSubstr("one purchase: IRON is sold at X1-AD75-"));
    EXPECT_EQ(bought.at("nodes").as_array().size(), 1U);
    const boost::json::object done =
        deployment().ask_until({"goods", "status", id_of(bought)}, has_ended);
    EXPECT_EQ(done.at("status").as_string(), "COMPLETED") << done.at("error").as_string();
    EXPECT_GT(done.at("total_cost").as_int64(), 0);
}

TEST_F(GoodsOnRequest, AreMadeAndSoldAndTheirTreeIsDrawn) {
    const boost::json::object made =
        deployment().ask({"goods", "produce", "--target", "MACHINERY", "--quantity", "20",
                          "--strategy", "fabricate", "--sell"});
    EXPECT_EQ(made.at("note").as_string(), "");
    EXPECT_GT(made.at("nodes").as_array().size(), 1U);
    const boost::json::object done =
        deployment().ask_until({"goods", "status", id_of(made)}, has_ended);
    EXPECT_EQ(done.at("status").as_string(), "COMPLETED") << done.at("error").as_string();
    EXPECT_EQ(done.at("quantity_acquired").as_int64(), 20);
    EXPECT_EQ(done.at("nodes_completed"), done.at("nodes_total"));
    EXPECT_EQ(done.at("nodes").at(0).at("good").as_string(), "MACHINERY");
    EXPECT_GT(done.at("nodes").at(0).at("returned").as_int64(), 0) << "it was sold";

    const Finished drawn =
        deployment().cli({"goods", "status", id_of(made), "--tree", "--verbose"});
    EXPECT_THAT(drawn.out, HasSubstr("\n├── MACHINERY [FABRICATE, "));
    EXPECT_THAT(drawn.out, HasSubstr("✅ COMPLETED (20 units, cost "));
    EXPECT_EQ(deployment().cli({"goods", "stop", id_of(made)}).code, 1) << "it has ended";
    EXPECT_EQ(history_of("MACHINERY").at("units").as_int64(), 20);
}

TEST_F(GoodsOnRequest, AreStoppedAndRememberedAfterARestart) {
    const boost::json::object wanted =
        deployment().ask({"goods", "produce", "CLOTHING", "--quantity", "9000", "--sell"});
    deployment().ask({"goods", "stop", id_of(wanted)});
    auto watch = apps::Process::start(
        deployment().cli_options({"goods", "status", id_of(wanted), "--watch"}));
    ASSERT_TRUE(watch.ok()) << watch.error().message;
    const auto watched = watch->wait(kPatience);
    ASSERT_TRUE(watched.ok()) << watched.error().message;
    EXPECT_EQ(watched->code, 0) << watch->err();
    EXPECT_THAT(last_line(watch->out()), testing::StartsWith("STOPPED "));

    deployment().daemon().signal(SIGTERM);
    ASSERT_TRUE(deployment().daemon().wait(kSeconds).ok());
    deployment().start_daemon();
    const boost::json::object list = deployment().ask({"goods", "list", "--limit", "1"});
    ASSERT_EQ(list.at("factories").as_array().size(), 1U);
    EXPECT_EQ(list.at("factories").at(0).at("id"), wanted.at("id"));
    EXPECT_EQ(history_of("CLOTHING").at("stopped").as_int64(), 1);
    EXPECT_EQ(history_of("CLOTHING").at("completed").as_int64(), 0);
}

}  // namespace
}  // namespace argosy::tests
