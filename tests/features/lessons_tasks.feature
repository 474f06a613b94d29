@lessons
Feature: Lessons about tasks
  What the first implementation learned the hard way, number by number, and what keeps it from being
  learned again. Chain of MACHINERY: IRON is sold at B1, the factory is C1, customers are A1 and the
  poorer D1. A "day" is twelve hours of the whole program in the recorded system, stopped at its end.

  Scenario: T1: The ship that bought a cargo is the one that delivers it
    Given a day of 10 haulers
    Then at least 50 hauls were carried out
    And each haul had one ship from its purchase to its drop
    And no cargo was left aboard

  Scenario: T2: A haul that is refused is tried again after ever longer waits
    Given a chain of MACHINERY whose factory has plenty
    And 1 hauler
    And manufacturing begins
    When the game refuses the next 5 acts
    And 30 minutes go by
    Then the first haul was tried 5 times, in 3 minutes at least
    And the first haul is FAILED
    And other hauls were carried out since

  Scenario: T3: Sales are not starved by feeds, and how long a task has waited survives a restart
    Given a chain of MACHINERY whose factory has plenty
    And the factory wants much IRON
    And 1 hauler
    When manufacturing begins
    And 20 seconds go by
    Then several ACQUIRE of IRON are ready
    And COLLECT of MACHINERY is under way
    When the business is killed and started again
    Then the tasks have been ready since when they were

  Scenario: T4: Nothing is collected before the factory has plenty, whatever was delivered
    Given a chain of MACHINERY whose factory has little
    And 1 hauler
    And a probe at C1
    And manufacturing begins
    When 40 minutes go by
    Then IRON was delivered to C1
    And no ship was sent to collect MACHINERY
    When the factory makes plenty of MACHINERY
    And 20 minutes go by
    Then MACHINERY was sold at A1

  Scenario: T5: A task is given to one ship, however many ask at once
    Given a chain of MACHINERY whose factory has plenty
    And the factory wants much IRON
    And 6 haulers
    And every step of a task is written down
    When manufacturing begins
    And 2 hours go by
    Then no task went to a second ship before the first had given it back
    And no task skipped a state

  Scenario: T6: A haul that ended when nobody looked is counted
    Given a chain of MACHINERY whose factory has plenty
    And a hauler with a hold of 400 units
    And manufacturing begins
    When the last tranche of a sale is booked
    And the business is killed and started again
    And 2 minutes go by
    Then every pipeline whose sales are over is COMPLETED or has hauls under way

  Scenario: T7: What no event tells is found by the next pass
    Given a chain of MACHINERY whose factory has plenty
    And no hauler
    And manufacturing begins
    When 10 minutes go by
    And a hauler joins the fleet
    And 1 minute goes by
    Then the new ship carries a haul

  Scenario: T8: What is remembered is what is stored
    Given a chain of MACHINERY whose factory has plenty
    And the factory wants much IRON
    And the factory of MACHINERY makes plenty 30 minutes after it is fed
    And 3 haulers
    And a probe at C1
    When manufacturing begins
    Then for 2 hours the tasks and pipelines in memory are those of the store

  Scenario: T9: No task is without its pipeline, and no pipeline is stuck
    Given a day of 10 haulers
    Then every task belongs to a pipeline, but for the cargo of none
    And every pipeline has ended, and says why when it did not sell
    And what pipelines earned is what their tasks earned

  Scenario: T10: Cargo of nobody's is sold by one task, however often it is found
    Given a chain of MACHINERY whose factory has little
    And a hauler that holds 30 MACHINERY
    When manufacturing begins
    And the game refuses everything for an hour, with a kill every 10 minutes
    And 6 hours go by
    Then there was 1 LIQUIDATE
    And 30 MACHINERY were sold

  Scenario: T10b: A purchase is not made again after a restart, and a duty not begun twice
    Given a chain of MACHINERY whose factory has plenty
    And A1 and D1 take MACHINERY in tranches of 6
    And 1 hauler
    And manufacturing begins
    When a first tranche of MACHINERY is bought
    And the business is killed and started again
    And manufacturing begins once more
    And the first haul is over
    Then the first haul bought what was planned and no more
    And manufacturing runs once

  Scenario: T11: The factory of a good exports it and imports what is hauled there
    Given these markets
      | market     | good      | trade  | supply   |
      | X1-YZ19-A1 | MACHINERY | IMPORT | SCARCE   |
      | X1-YZ19-A1 | IRON      | IMPORT | SCARCE   |
      | X1-YZ19-B1 | MACHINERY | EXPORT | HIGH     |
      | X1-YZ19-C1 | MACHINERY | EXPORT | LIMITED  |
      | X1-YZ19-C1 | IRON      | IMPORT | LIMITED  |
      | X1-YZ19-D1 | IRON      | EXPORT | HIGH     |
    When the supply chain of MACHINERY is resolved
    Then the chain is
      | good      | method    | at         | for       |
      | MACHINERY | FABRICATE | X1-YZ19-C1 |           |
      | IRON      | BUY       | X1-YZ19-D1 | MACHINERY |

  Scenario: T12: A recipe map that runs in a circle ends at what nature gives
    Given these markets
      | market     | good            | trade  | supply   |
      | X1-YZ19-A1 | MACHINERY       | EXPORT | MODERATE |
      | X1-YZ19-A1 | IRON            | IMPORT | SCARCE   |
      | X1-YZ19-B1 | IRON            | EXPORT | MODERATE |
      | X1-YZ19-B1 | IRON_ORE        | IMPORT | SCARCE   |
      | X1-YZ19-C1 | IRON_ORE        | EXPORT | SCARCE   |
      | X1-YZ19-C1 | EXPLOSIVES      | IMPORT | SCARCE   |
      | X1-YZ19-D1 | EXPLOSIVES      | EXPORT | MODERATE |
      | X1-YZ19-D1 | LIQUID_HYDROGEN | IMPORT | SCARCE   |
      | X1-YZ19-D1 | LIQUID_NITROGEN | IMPORT | SCARCE   |
      | X1-YZ19-E1 | LIQUID_HYDROGEN | EXPORT | MODERATE |
      | X1-YZ19-E1 | LIQUID_NITROGEN | EXPORT | MODERATE |
      | X1-YZ19-E1 | MACHINERY       | IMPORT | SCARCE   |
    When the supply chain of MACHINERY is resolved
    Then the chain is
      | good      | method    | at         | for       |
      | MACHINERY | FABRICATE | X1-YZ19-A1 |           |
      | IRON      | FABRICATE | X1-YZ19-B1 | MACHINERY |
      | IRON_ORE  | BUY       | X1-YZ19-C1 | IRON      |

  Scenario: T13: An input that can be made is not bought only because somebody sells it
    Given these markets
      | market     | good      | trade  | supply   |
      | X1-YZ19-A1 | MACHINERY | EXPORT | MODERATE |
      | X1-YZ19-A1 | IRON      | IMPORT | SCARCE   |
      | X1-YZ19-B1 | IRON      | EXPORT | LIMITED  |
      | X1-YZ19-B1 | IRON_ORE  | IMPORT | SCARCE   |
      | X1-YZ19-C1 | IRON_ORE  | EXPORT | HIGH     |
      | X1-YZ19-D1 | IRON      | EXPORT | MODERATE |
    When the supply chain of MACHINERY is resolved
    Then its IRON is obtained by FABRICATE

  Scenario: T14: A material is carried in lots by several ships, and a slow one is not given up
    Given a chain of MACHINERY whose factory has little
    And the factory wants much IRON
    And 3 haulers
    And ships fly 10 times as long
    When manufacturing begins
    And 2 minutes go by
    Then 2 ships at least carry IRON to C1 at once
    When 8 hours go by
    Then no haul was given up
    And IRON was delivered to C1

  Scenario: T15: What cannot be paid in full is bought in part, and holds up nothing else
    Given a chain of MACHINERY whose factory has plenty
    And the factory wants much IRON
    And 2 haulers
    And a treasury of 12000 credits
    When manufacturing begins
    And 1 hour goes by
    Then the first haul bought some, but no full hold
    And IRON was delivered to C1

  Scenario: T16: A haul that is tried again does not repeat what it has done
    Given a chain of MACHINERY whose factory has plenty
    And A1 and D1 take MACHINERY in tranches of 6
    And 1 hauler
    And manufacturing begins
    When a first tranche of MACHINERY is bought
    And the game refuses the next 4 acts
    And the first haul is over
    Then the first haul bought what was planned and no more
    And what the first haul bought was sold

  Scenario: T17: Nothing is begun without a chain, and begun without a restart once there is one
    Given a factory of MACHINERY at C1 and a customer at A1, and nobody who sells IRON
    And 1 hauler
    And manufacturing begins
    When 30 minutes go by
    Then there is no pipeline
    When IRON is sold at B1, and a probe looks
    And 10 minutes go by
    Then there is a pipeline of MACHINERY

  Scenario: T18: A factory's output belongs to one pipeline, and ships that share it know of each other
    Given a chain of MACHINERY whose factory has little
    And the factory wants much IRON
    And SHIP_PLATING is wanted, which Y1 makes of MACHINERY
    And the factory of MACHINERY makes plenty 30 minutes after it is fed
    And 6 haulers
    And a probe at C1
    When manufacturing begins
    Then for 2 hours no factory is fed by two pipelines
    And both products have had a pipeline
    And no haul of MACHINERY brought less than it cost

  Scenario: T19: No ship waits for a factory
    Given a chain of MACHINERY whose factory has little
    And a chain of CLOTHING whose factory has plenty
    And the factory of MACHINERY makes plenty 30 minutes after it is fed
    And 1 hauler
    And a probe at C1
    When manufacturing begins
    And MACHINERY is sold
    Then other cargo was carried between the feeding and the collection

  Scenario: T20: Ships that nothing clears for stay idle, and say so
    Given a chain of MACHINERY whose factory has plenty
    And 30 haulers
    When manufacturing begins
    And 2 hours go by
    Then no haul failed
    And 20 ships at least are idle, each with a reason
