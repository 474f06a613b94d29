@foundations
Feature: Arbitrage
  Ships buy a good where it is cheap and sell it where it is dear, by a strategy that chooses among all
  lanes. It is one operation beside manufacturing, on the same engine and the same ships.

  Rule: Trading

    Scenario: Ships trade until they are told to stop
      Given a company with 3 haulers
      And the fleet trades
      When the fleet lives for 3 hours
      Then trades were made, booked as CARGO_TRADE
      When the fleet is told to stop trading
      Then no ship has a trade and no cargo is left aboard
      And the company has earned
      And the ledger is the game's

    Scenario: What trading does is shown
      Given a company with 3 haulers
      And the fleet trades
      When the fleet lives for 1 hours
      Then the trading is RUNNING with the usual strategy
      And every trade under way names ship, good, lane and units
      And every idle ship says why

    Scenario: Trading that is to end sells out before, and stops by itself
      Given a company with 3 haulers
      And the fleet trades for 3 hours
      When the fleet lives for 2 hours
      Then the trading ends 3 hours after its start
      And it trades by its own strategy
      When the fleet lives for another 30 minutes
      Then it sells out
      When the fleet lives for another 90 minutes
      Then the trading has ended as COMPLETED
      And no ship has a trade and no cargo is left aboard
      And the ledger is the game's

    Scenario: No more ships trade than may
      Given a company with 3 haulers
      And the fleet trades with at most 1 ship
      When the fleet lives for 1 hours
      Then at most 1 ship ever traded
      And an idle ship says "max_workers is 1"

    Scenario: No lane pays
      Given a company with 2 haulers
      And the fleet trades by greedy-arbitrage:min_margin_bp=1000000
      When the fleet lives for 2 hours
      Then the fleet has bought nothing
      And an idle ship says "no lane pays"
      And the trading waits for "a ship and a lane that pays"

  Rule: Reasons

    Scenario: A ship says why it flies what it flies
      Given a company with 3 haulers
      And the fleet trades
      When the fleet lives for 2 hours
      And one asks why a ship with a trade does what it does
      Then it names the lane that is flown
      And lanes that would be flown come first, best first

    Scenario: A lane says why it is not flown
      Given a company with 3 haulers
      And the fleet trades
      When the fleet lives for 2 hours
      And one asks why lanes are flown or not
      Then lanes that would be flown come first, best first
      And lanes are closed by 4 rules or more

    Scenario: Reasons are asked for before anything trades
      Given a company with 1 haulers
      When one asks why lanes of IRON are not flown
      Then the reasons are refused as not_found, naming "arbitrage start"

  Rule: Growth

    Scenario: A ship is bought when it pays back
      Given a company with 1 haulers
      And the fleet trades and may buy 1 ship
      When the fleet lives for 5 hours
      Then 1 ship was bought, booked as SHIP_PURCHASE of the trading
      And no ship more is bought because "it has bought the 1 that it may"
      When the fleet is told to stop trading
      Then the ledger is the game's

    Scenario: No ship is bought that would be free
      Given a company with 10 haulers
      And the fleet trades and may buy 1 ship
      When the fleet lives for 3 hours
      Then 0 ship was bought, booked as SHIP_PURCHASE of the trading

    Scenario: No ship is bought unless it was allowed
      Given a company with 1 haulers
      And the fleet trades
      When the fleet lives for 3 hours
      Then 0 ship was bought, booked as SHIP_PURCHASE of the trading
      And no ship more is bought because "--buy-ships"

  Rule: Starting

    Scenario: What trades already is not started again
      Given a company with 1 haulers
      And the fleet trades
      When one starts trading
      Then that is the trading that was started

    Scenario: Trading is not done in two ways at once
      Given a company with 1 haulers
      And the fleet trades
      When one starts trading with greedy-arbitrage:min_margin_bp=500
      Then trading is refused as conflict, naming "min_margin_bp=500"

    Scenario Outline: A strategy that there is not
      Given a company with 1 haulers
      When one starts trading with <strategy>
      Then trading is refused as invalid_argument, naming "<expected>"

      Examples:
        | strategy                          | expected         |
        | clairvoyance                      | greedy-arbitrage |
        | greedy-arbitrage:luck=7           | min_margin_bp    |
        | greedy-arbitrage:min_margin_bp=at | name=12          |

    Scenario: Lanes are asked for before any market was seen
      Given a company with 1 haulers
      When one scans for lanes
      Then the scan is refused as not_found, naming "scout start"

  Rule: Crashes

    Scenario: The daemon is killed again and again while ships trade
      Given a company with 3 haulers
      And the fleet trades
      When the fleet lives for 1 hours
      And the daemon is killed 20 times within 2 hours
      Then it is the same trading, with the same settings
      When the fleet is told to stop trading
      Then no ship has a trade and no cargo is left aboard
      And what was bought was sold
      And the ledger is the game's
