#include "game/errors.h"

#include <gtest/gtest.h>

namespace argosy::game {
namespace {

using core::ErrorCode;

TEST(GameErrors, MissingMoneyIsOneCodeWhateverWasBought) {
    for (const int code : {kNotEnoughCredits, kShipTooExpensive, GameCode(4248), GameCode(4265)}) {
        EXPECT_EQ(error_from(code, 400, "").code, ErrorCode::kInsufficientCredits) << code;
    }
}

TEST(GameErrors, AFullHoldIsToldFromOtherRefusals) {
    EXPECT_EQ(error_from(kCargoIsFull, 400, "").code, ErrorCode::kCargoFull);
    EXPECT_EQ(error_from(4217, 400, "").code, ErrorCode::kCargoFull);
    EXPECT_EQ(error_from(kNotEnoughCargo, 400, "").code, ErrorCode::kRejected);
}

TEST(GameErrors, TokensOfAnotherUniverseAreToldFromWrongOnes) {
    EXPECT_EQ(error_from(kResetMismatch, 401, "").code, ErrorCode::kUniverseReset);
    EXPECT_EQ(error_from(kTokenMissing, 401, "").code, ErrorCode::kUnauthorized);
    EXPECT_EQ(error_from(401, 401, "Token reset_date does not match the server.").code,
              ErrorCode::kUniverseReset);
    EXPECT_EQ(error_from(4111, 409, "symbol taken").code, ErrorCode::kRejected);
}

TEST(GameErrors, EveryOtherGameCodeIsAPlainRefusal) {
    for (const int code : {4000, 4203, 4204, 4214, 4236, 4244, 4601, 4604, 4801}) {
        EXPECT_EQ(error_from(code, 400, "").code, ErrorCode::kRejected) << code;
    }
}

TEST(GameErrors, TheGameCodeOutranksTheHttpStatus) {
    EXPECT_EQ(error_from(kNotEnoughCredits, 500, "").code, ErrorCode::kInsufficientCredits);
}

TEST(GameErrors, WithoutAGameCodeTheHttpStatusDecides) {
    EXPECT_EQ(error_from(0, 401, "").code, ErrorCode::kUnauthorized);
    EXPECT_EQ(error_from(0, 404, "").code, ErrorCode::kNotFound);
    EXPECT_EQ(error_from(0, 422, "").code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(error_from(0, 502, "").code, ErrorCode::kUnavailable);
    EXPECT_EQ(error_from(0, 400, "").code, ErrorCode::kRejected);
    EXPECT_EQ(error_from(0, 0, "").code, ErrorCode::kRejected);
}

TEST(GameErrors, KeepTheGamesOwnWordsAndNumber) {
    const core::Error error = error_from(kInTransit, 400, "Ship is in transit.");
    EXPECT_EQ(error.message, "Ship is in transit.");
    EXPECT_EQ(error.game_code, 4214);
}

}  // namespace
}  // namespace argosy::game
