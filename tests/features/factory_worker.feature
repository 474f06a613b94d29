Feature: Goods Factory Worker
  A worker is a haul: one ship that carries for a goods factory. The plan's three scenarios are as
  it prints them; the thirteen others are written from the gap analysis' list of what sixteen cover,
  and two more from what the plan says of workers that fail.
  In the game whoever makes a good sells it: one that is "not sold in any market" is one that is
  asked for by the strategy "fabricate". A worker does not wait for production: it is free, and any
  ship comes for what was made. Looks are 30 and 60 s apart unless configured; the plan's 10 s are.

  @goods-plan
  Rule: What the plan prints

    Scenario: Buy good when available in market
      Given a worker assigned to produce "IRON_ORE"
      And "IRON_ORE" is available at waypoint X1-A2
      When the worker executes
      Then it should navigate to X1-A2
      And it should purchase "IRON_ORE"
      And it should signal completion

    Scenario: Fabricate good when not available
      Given a worker assigned to produce "MACHINERY"
      And "MACHINERY" is not sold in any market
      And "IRON" is available at waypoint X1-B3
      When the worker executes
      Then it should first acquire "IRON"
      And it should find the manufacturing waypoint for "MACHINERY"
      And it should deliver "IRON" to the manufacturing waypoint
      And it should wait for "MACHINERY" to be produced
      And it should purchase "MACHINERY"

    Scenario: Poll market for production completion
      Given a worker waiting for "ELECTRONICS" to be produced
      And inputs have been delivered to the manufacturing waypoint
      When the worker polls the market
      And "ELECTRONICS" is not yet available
      Then it should wait 10 seconds
      And poll again
      When "ELECTRONICS" becomes available
      Then it should purchase "ELECTRONICS"
      And signal completion

  @goods-gap-analysis
  Rule: Buy operations

    Scenario: A raw material is bought even when everything is to be made
      Given 40 units of "IRON_ORE" are to be made
      And "IRON_ORE" is available at waypoint X1-A2
      And X1-C1 makes "IRON_ORE" of "EXPLOSIVES"
      When the worker executes
      Then its trades are
        | action   | units | good     |
        | PURCHASE |    40 | IRON_ORE |
      And "IRON_ORE" stays aboard, and its ship is the player's

    Scenario: Of several markets the cheaper one is chosen
      Given 40 units of "IRON_ORE" are to be bought
      And "IRON_ORE" is available at X1-A2 for 60 credits
      And "IRON_ORE" is available at X1-A3 for 30 credits
      And "IRON_ORE" is available at X1-A4 for 50 credits
      When the worker executes
      Then its trades are
        | action   | units | good     | market |
        | PURCHASE |    40 | IRON_ORE | X1-A3  |

    Scenario: What a hold is too small for takes several trips, to the unit
      Given 100 units of "MACHINERY" are to be made and sold at X1-D1
      And the worker's hold takes 40 units
      And "IRON" is available at waypoint X1-B3
      And X1-C1 makes "MACHINERY" of "IRON"
      When the worker executes
      Then its trades are
        | action   | units | good      | market |
        | PURCHASE |    40 | IRON      | X1-B3  |
        | SELL     |    40 | IRON      | X1-C1  |
        | PURCHASE |    40 | IRON      | X1-B3  |
        | SELL     |    40 | IRON      | X1-C1  |
        | PURCHASE |    20 | IRON      | X1-B3  |
        | SELL     |    20 | IRON      | X1-C1  |
        | PURCHASE |    40 | MACHINERY | X1-C1  |
        | SELL     |    40 | MACHINERY | X1-D1  |
        | PURCHASE |    40 | MACHINERY | X1-C1  |
        | SELL     |    40 | MACHINERY | X1-D1  |
        | PURCHASE |    20 | MACHINERY | X1-C1  |
        | SELL     |    20 | MACHINERY | X1-D1  |

  @goods-gap-analysis
  Rule: Fabrication operations

    Scenario: A good of several inputs is collected after all of them, however much there is before
      Given 40 units of "ELECTRONICS" are to be made
      And "SILICON_CRYSTALS" is available at waypoint X1-B1
      And "COPPER" is available at waypoint X1-B2
      And X1-C1 makes "ELECTRONICS" of "SILICON_CRYSTALS, COPPER"
      And X1-C1 has plenty of "ELECTRONICS" already
      When the worker executes
      Then the last of its trades is
        | action   | units | good        | market |
        | PURCHASE |    40 | ELECTRONICS | X1-C1  |
      And 40 units each of "SILICON_CRYSTALS, COPPER" were delivered to X1-C1

    Scenario: Inputs that are made themselves are made first, recursively
      Given 40 units of "MACHINERY" are to be made
      And "IRON_ORE" is available at waypoint X1-A2
      And X1-I1 makes "IRON" of "IRON_ORE"
      And X1-C1 makes "MACHINERY" of "IRON"
      When the worker executes
      Then its trades are
        | action   | units | good      | market |
        | PURCHASE |    40 | IRON_ORE  | X1-A2  |
        | SELL     |    40 | IRON_ORE  | X1-I1  |
        | PURCHASE |    40 | IRON      | X1-I1  |
        | SELL     |    40 | IRON      | X1-C1  |
        | PURCHASE |    40 | MACHINERY | X1-C1  |

    Scenario: Production is looked at after 30 s and then every 60 s, and no ship is held meanwhile
      Given 40 units of "MACHINERY" are to be made
      And "IRON" is available at waypoint X1-B3
      And X1-C1 takes "IRON" for "MACHINERY" and makes nothing of it
      When the last of its inputs has come
      Then no ship is held
      And it waits: "MACHINERY at X1-AD75-C1 is MODERATE, collected from HIGH"
      And X1-C1 is looked at after 30, 60, 60 and 60 seconds

  @goods-gap-analysis
  Rule: Error handling

    Scenario: What no market sells or makes is refused at once, and what is missing is named
      Given 40 units of "MACHINERY" are to be made
      And X1-C1 makes "MACHINERY" of "IRON"
      When the worker executes
      Then the order is refused: "no known market of X1-AD75 sells IRON; no known market of X1-AD75 makes IRON from all its inputs"
      And nothing was begun

    Scenario: What all holds cannot keep is refused at once
      Given 100 units of "IRON_ORE" are to be bought
      And the worker's hold takes 40 units
      And "IRON_ORE" is available at waypoint X1-A2
      When the worker executes
      Then the order is refused: "100 IRON_ORE are to be kept, and what the holds of the fleet can keep is 40, 0 of it for others: ask for less, or have it sold"
      And nothing was begun

    Scenario: Requests that fail or get no answer are settled by looking, and nothing is bought twice
      Given 40 units of "MACHINERY" are to be made
      And "IRON" is available at waypoint X1-B3
      And X1-C1 makes "MACHINERY" of "IRON"
      And the answer to its first purchase is lost, its first sale never arrives, and of the next each the other
      And of its looks 20 fail
      When the worker executes
      Then it should signal completion
      And 40 units of "IRON" and 40 units of "MACHINERY" were bought
      And its books are the game's

    Scenario: A ship that is lost is replaced by another, and what it carried is bought again
      Given 40 units of "MACHINERY" are to be made
      And ship "AGENT-2" stands by
      And "IRON" is available at waypoint X1-B3
      And X1-C1 makes "MACHINERY" of "IRON"
      When the ship that carries "IRON" is lost
      Then another ship completes the work
      And the lost ship is forgotten, and its haul has failed because it is gone
      And 80 units of "IRON" and 40 units of "MACHINERY" were bought
      And its books are the game's

    Scenario: A market that imports the input no more is replaced by another waypoint
      Given 40 units of "MACHINERY" are to be made
      And "IRON" is available at waypoint X1-B3
      And X1-C1 makes "MACHINERY" of "IRON"
      And X1-C2 makes "MACHINERY" of "IRON"
      When its factory imports "IRON" no more while the ship is on its way
      Then the other factory makes it
      And "MACHINERY" stays aboard, and its ship is the player's

    Scenario: A production that takes longer than it may fails, and the ship is idle
      Given 40 units of "MACHINERY" are to be made
      And "IRON" is available at waypoint X1-B3
      And X1-C1 takes "IRON" for "MACHINERY" and makes nothing of it
      And a production may take 10 minutes
      When the worker executes
      Then the order has failed: "and goods.production_timeout is 600 s: its supply is MODERATE"
      And "MACHINERY" was not bought
      And no ship is held

  @goods-gap-analysis
  Rule: Market-driven behaviour

    Scenario: What there is is collected when patience is over
      Given 40 units of "MACHINERY" are to be made
      And "IRON" is available at waypoint X1-B3
      And X1-C1 takes "IRON" for "MACHINERY" and makes nothing of it
      And patience is 12 minutes
      When the worker executes
      Then it should signal completion
      And "MACHINERY" was bought 12 minutes after "IRON" was delivered, and not before

  @goods-plan
  Rule: Workers that fail

    Scenario: Four hauls that fail, each of them refused five times, are done again
      Given 40 units of "MACHINERY" are to be made
      And "IRON" is available at waypoint X1-B3
      And X1-C1 makes "MACHINERY" of "IRON"
      And its first 20 purchases are refused
      When the worker executes
      Then it should signal completion
      And 40 units of "IRON" and 40 units of "MACHINERY" were bought

    Scenario: After five in a row the order has failed, and says why
      Given 40 units of "MACHINERY" are to be made
      And "IRON" is available at waypoint X1-B3
      And X1-C1 makes "MACHINERY" of "IRON"
      And its first 25 purchases are refused
      When the worker executes
      Then the order has failed: "5 hauls of IRON from X1-AD75-B3 failed, the last one because: the game said no"
      And no ship is held
