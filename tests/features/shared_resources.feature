@refactoring-plan
Feature: Shared resources
  What pipelines have in common. A factory's output is fed by one pipeline at a time, by a
  reservation that ends; what it makes above that pipeline's need is a pool that others take from
  instead of making their own. Chain of MACHINERY: IRON is sold at B1, the factory is C1, customers
  are A1 and D1; Y1 makes SHIP_PLATING of MACHINERY and ALUMINUM.

  Rule: Intermediate good pool

    Scenario: Two pipelines that need the same intermediate share it, and what is bought anyway saves no haul
      Given a chain of MACHINERY whose factory has plenty
      And the factory of MACHINERY has more than its customers want
      And SHIP_PLATING is wanted, which Y1 makes of MACHINERY
      And 3 haulers
      When manufacturing begins
      And 2 hours go by
      Then a pipeline of SHIP_PLATING took MACHINERY that a pipeline of MACHINERY had made
      And each such haul is counted, and 0 hauls saved
      When the business is killed and started again
      Then each such haul is counted, and 0 hauls saved

    Scenario: What its own pipeline needs is in no pool
      Given a chain of MACHINERY whose factory has plenty
      And SHIP_PLATING is wanted, which Y1 makes of MACHINERY
      And 1 hauler
      When manufacturing begins
      And 1 minute goes by
      Then nothing at C1 is reserved for the pipeline of SHIP_PLATING

  Rule: Factory reservations

    Scenario: A delivery on its way keeps its factory reserved, and says by when it will be there
      Given a chain of MACHINERY whose factory has little
      And 1 hauler
      And ships fly 80 times as long
      When manufacturing begins
      And 2 minutes go by
      Then the reservation of C1 expects IRON by AGENT-1
      And it does not expire before that is there

    Scenario: A delivery slot says when its ship will be there
      Given a chain of MACHINERY whose factory has little
      And 1 hauler
      When manufacturing begins
      And 35 seconds go by
      Then the reservation of C1 expects IRON by AGENT-1
      And that is there when it was said to be

    Scenario: A reservation that nothing is on its way for expires, and is made anew with the plan
      Given a chain of MACHINERY whose factory has little
      And no hauler
      And manufacturing begins
      When 59 minutes go by
      Then C1 is reserved, and no reservation has expired
      When 3 minutes go by
      Then C1 is reserved, and 1 reservation has expired
      And what would have fed C1 by it was given up

    Scenario: A reservation is fulfilled when all inputs are delivered
      Given a chain of MACHINERY whose factory has little
      And 1 hauler
      And a probe at C1
      And manufacturing begins
      When 50 minutes go by
      Then the reservation of C1 is FULFILLED
