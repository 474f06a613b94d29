Feature: Goods Factory Coordinator
  One coordinator produces for all of a player's goods factories, with the ships that are idle. The
  plan's three scenarios are as it prints them; the fifteen others are written from the gap
  analysis' list of what eighteen cover, and what it found missing. A worker is a haul, and a worker
  container the rows of its two tasks. Where it says "the recorded system" the whole program runs
  over the simulator's X1-AD75, whose markets it has scouted first.

  @goods-plan
  Rule: What the plan prints

    Scenario: Discover idle ships and assign workers
      Given 3 idle ships in the system
      And a production target "MACHINERY"
      When I start the factory coordinator
      Then it should discover 3 idle ships
      And it should create worker containers
      And it should transfer ships to workers

    Scenario: Wait for worker completion
      Given a factory coordinator with 2 active workers
      When worker 1 completes successfully
      Then the coordinator should receive completion signal
      And worker 1's ship should be released back to idle

    Scenario: Handle worker failures
      Given a factory coordinator with 1 active worker
      When the worker fails with insufficient fuel
      Then the coordinator should retry with a different ship
      And the failed worker should release its ship

  @goods-gap-analysis
  Rule: Production, in turn and in parallel

    Scenario: Independent work is done at once, by several ships
      Given the recorded system with 6 haulers
      When 120 units of "ADVANCED_CIRCUITRY" are made there
      Then all of it is completed
      And at least 4 ships were at work at once

    Scenario: One ship alone does everything in turn
      Given the recorded system with 0 haulers
      When 40 units of "MACHINERY" are made there
      Then all of it is completed
      And at most 1 ship was at work at once

    Scenario: No more hauls at once than configured
      Given 4 idle ships in the system
      And a production target "MACHINERY"
      And at most 2 hauls are configured
      When I start the factory coordinator
      And it works to the end
      Then there were 2 workers at once, and never more
      And the order of "MACHINERY" is COMPLETED

    Scenario: Several factories share the fleet with each other and with manufacturing
      Given the recorded system with 8 haulers
      And manufacturing runs
      When 60 units each of "ADVANCED_CIRCUITRY, MACHINERY, CLOTHING, MACHINERY" are made there
      Then all of it is completed
      And no factory of the game was fed for two at once
      And every task and pipeline says what the ledger says

    Scenario: A factory that fails does not hold up another
      Given 2 idle ships in the system
      And a production target "MACHINERY" whose factory makes nothing
      And a production target "ELECTRONICS"
      And a production may take 25 minutes
      When I start the factory coordinator
      And it works to the end
      Then the order of "MACHINERY" is FAILED
      And the order of "ELECTRONICS" is COMPLETED

  @goods-gap-analysis
  Rule: Fleet discovery

    Scenario: Without an idle ship it waits, says why, and goes on with the first that is free
      Given 1 idle ship in the system
      And a production target "MACHINERY"
      And the player holds every ship
      When I start the factory coordinator
      And it goes on for 10 minutes
      Then no worker was created
      And the order of "MACHINERY" waits for "a ship that is free"
      When the player releases every ship
      And it works to the end
      Then the order of "MACHINERY" is COMPLETED

    Scenario: A ship that is bought while it runs is given work
      Given the recorded system with 1 hauler
      When 120 units of "ADVANCED_CIRCUITRY" are begun there
      And a light hauler is bought
      And it works on to the end
      Then all of it is completed
      And the new ship has carried for it

    Scenario: Another player's ships are left alone
      Given two players in one universe and one database, each with idle haulers
      When one of them has 60 units of "MACHINERY" made
      Then they are made by ships of that player alone
      And the other player's ships are idle where they were

  @goods-gap-analysis
  Rule: Errors

    Scenario: A supply chain that is circular is refused with its path
      Given an operator's supply chain map
        """
        {
          "MACHINERY": ["IRON"],
          "IRON": ["COPPER"],
          "COPPER": ["MACHINERY"]
        }
        """
      Then the map is not loaded: "map.json:4: COPPER can never be made: COPPER -> MACHINERY -> IRON -> COPPER"

    Scenario: Requests refused for their rate are repeated, and cost nothing but time
      Given two players in one universe and one database, each with idle haulers
      And somebody at their address uses up the request limit every minute
      When one of them has 60 units of "MACHINERY" made
      Then requests were refused for their rate
      And they are made by ships of that player alone
      And 60 units of "MACHINERY" were bought for them, once

  @goods-gap-analysis
  Rule: Metrics and logging

    Scenario: Cost, units, ships, hauls and looks are what the ledger and the tasks say
      Given the recorded system with 6 haulers
      When 120 units of "ADVANCED_CIRCUITRY" are made there
      Then all of it is completed
      And what it cost is what the ledger booked for it
      And its ships and hauls are those of its tasks
      And it has looked at markets
      And the history of "ADVANCED_CIRCUITRY" has 1 completed with 120 units

    Scenario: Its start, every haul and its end are logged
      Given 2 idle ships in the system
      And a production target "MACHINERY"
      When I start the factory coordinator
      And it works to the end
      Then "goods_factory_started" was logged 1 time
      And "haul_started" was logged for each haul
      And "goods_factory_ended" was logged 1 time

  @goods-gap-analysis
  Rule: Persistence and stopping

    Scenario: What was asked for and its tree are stored, with how far each piece of work is
      Given a factory coordinator with 2 active workers
      When worker 1 completes successfully
      Then the stored tree of "MACHINERY" is the one that was planned
      And the stored units of "IRON" are those that were delivered
      When the coordinator is killed and started again
      And it works to the end
      Then the order of "MACHINERY" is COMPLETED
      And 120 units of "IRON" and 120 units of "MACHINERY" were bought

    Scenario: It goes on after every kill, and buys nothing twice
      Given the recorded system with 3 haulers
      When 80 units of "MACHINERY" are made there, and the process is killed whenever money moves
      Then all of it is completed
      And it was killed 10 times or more
      And 80 units of "MACHINERY" were bought in all
      And every task and pipeline says what the ledger says

    Scenario: A stop lets what is under way end, and begins nothing more
      Given 3 idle ships in the system
      And a production target "MACHINERY"
      And at most 2 hauls are configured
      When I start the factory coordinator
      And a person stops the order of "MACHINERY"
      And it works to the end
      Then the order of "MACHINERY" is STOPPED
      And no haul was begun after the stop
      And no cargo is left aboard, and no ship is held
