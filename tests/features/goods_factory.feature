@goods-plan
Feature: Goods Factory Entity
  The first two scenarios are the plan's, as it prints them.

  Scenario: Factory state transitions
    Given a goods factory in PENDING state
    When I start the factory
    Then the factory should be in ACTIVE state
    And the started_at timestamp should be set

  Scenario: Complete factory
    Given a goods factory in ACTIVE state
    When I complete the factory
    Then the factory should be in COMPLETED state
    And the completed_at timestamp should be set

  Scenario: A factory fails with its reason
    Given a goods factory in ACTIVE state
    When the factory fails because "X1-A-O does not sell IRON_ORE"
    Then the factory should be in FAILED state
    And its error should be "X1-A-O does not sell IRON_ORE"
    And the completed_at timestamp should be set

  Scenario Outline: A factory can only go where its lifecycle leads
    Then a goods factory cannot go from <from> to <to>

    Examples:
      | from      | to        |
      | PENDING   | COMPLETED |
      | ACTIVE    | PENDING   |
      | COMPLETED | ACTIVE    |
      | FAILED    | ACTIVE    |
      | STOPPED   | ACTIVE    |

  Scenario: An interrupted factory is found as it was
    Given a goods factory in ACTIVE state
    And its node "IRON_ORE" yields 40 units for 1300 credits
    And it is noted that "retries" is "2"
    When the process of the factory is killed and started again
    Then the factory should be in ACTIVE state
    And 1 of 3 nodes is complete
    And it remembers that "retries" is "2"
