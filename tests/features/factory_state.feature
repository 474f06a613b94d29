@parallel-design
Feature: Factory state
  A pipeline knows what its factories have received and what they hold. A factory is collected from
  while the supply of its output is HIGH or better, however that came to be.

  Background:
    Given a factory that makes LASER_RIFLES from DIAMONDS, PLATINUM and ADVANCED_CIRCUITRY

  Scenario: A factory nobody has fed waits for its inputs
    Then the factory is AWAITING_INPUTS

  Scenario: From the first delivery to the collection
    When DIAMONDS are delivered
    Then the factory is INPUTS_PARTIAL
    When PLATINUM is delivered
    Then the factory is INPUTS_PARTIAL
    When ADVANCED_CIRCUITRY is delivered
    Then the factory is INPUTS_COMPLETE
    When LASER_RIFLES are seen at MODERATE
    Then the factory is PRODUCTION_IN_PROGRESS
    And it may not be collected from
    When LASER_RIFLES are seen at HIGH
    Then the factory is READY_FOR_COLLECTION
    And it may be collected from

  Scenario Outline: A factory whose output is <supply> <whether> be collected from
    When LASER_RIFLES are seen at <supply>
    Then it <whether> be collected from

    Examples:
      | supply   | whether |
      | SCARCE   | may not |
      | LIMITED  | may not |
      | MODERATE | may not |
      | HIGH     | may     |
      | ABUNDANT | may     |

  Scenario: A factory that was emptied goes on producing
    Given DIAMONDS, PLATINUM and ADVANCED_CIRCUITRY have been delivered
    And LASER_RIFLES are seen at HIGH
    When LASER_RIFLES are seen at LIMITED
    Then the factory is PRODUCTION_IN_PROGRESS
    And it may not be collected from

  Scenario: A crash forgets no delivery
    Given DIAMONDS have been delivered
    And LASER_RIFLES are seen at LIMITED
    When the process is killed and started again
    Then the factory is INPUTS_PARTIAL
    And PLATINUM and ADVANCED_CIRCUITRY are missing
