@parallel-design
Feature: Supply monitor
  What fed factories hold is watched by every look that any ship makes. A collection is READY while
  its factory has plenty, whoever made it so, and no ship waits for that. Chain of MACHINERY: IRON is
  sold at B1, the factory is C1, customers are A1 and D1.

  Scenario: A collection opens when the factory has plenty, and shuts when others have emptied it
    Given a chain of MACHINERY whose factory has little
    And no hauler
    And a probe at C1
    And manufacturing begins
    When 10 minutes go by
    Then COLLECT of MACHINERY is PENDING
    When the factory makes plenty of MACHINERY
    And the probe looks
    Then COLLECT of MACHINERY is READY
    When others buy all MACHINERY
    And the probe looks
    Then COLLECT of MACHINERY is PENDING

  Scenario: A factory that has plenty already is collected from before it is fed
    Given a chain of MACHINERY whose factory has plenty
    And no hauler
    When manufacturing begins
    And 10 seconds go by
    Then COLLECT of MACHINERY is READY

  Scenario: A delivery is known of the factory, after a restart too
    Given a chain of MACHINERY whose factory has little
    And 1 hauler
    And a probe at C1
    And manufacturing begins
    When 40 minutes go by
    Then the factory's IRON is known to be delivered
    When the business is killed and started again
    Then the factory's IRON is known to be delivered
