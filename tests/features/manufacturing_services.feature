@refactoring-plan
Feature: Manufacturing services
  What each service decides, seen on a business that has them all. Chain of MACHINERY: IRON is sold
  at B1, the factory is C1, customers are A1 and D1.

  Rule: Pipeline lifecycle

    Scenario: What clears is opened, with its factory reserved and its forecast made
      Given a chain of MACHINERY whose factory has plenty
      And 1 hauler
      When manufacturing begins
      And 10 seconds go by
      Then there is a pipeline of MACHINERY
      And its factory C1 is reserved for it
      And it has a forecast with every price it was made from

    Scenario: What does not clear is declined with its arithmetic
      Given a chain of MACHINERY whose factory has little
      And IRON at B1 costs less than the ask at C1 and more than the bid
      And others fill A1 with MACHINERY
      And 1 hauler
      When manufacturing begins
      And 10 seconds go by
      Then there is no pipeline
      And that is declined because of "margin"

    Scenario: After a kill everything is as it was
      Given a chain of MACHINERY whose factory has plenty
      And the factory wants much IRON
      And 2 haulers
      And manufacturing begins
      When 1 minute goes by
      And the business is killed and started again
      Then pipelines, tasks, factories, reservations and forecasts are as they were

    Scenario: What is stopped leaves nothing behind
      Given a chain of MACHINERY whose factory has plenty
      And 2 haulers
      And manufacturing begins
      When 1 minute goes by
      And manufacturing is wound up
      Then every pipeline has ended, and no factory is reserved
      And the books are the game's

  Rule: Task assignment

    Scenario: Sales come before feeds when ranked by price
      Given a chain of MACHINERY whose factory has plenty
      And the factory wants much IRON
      And 1 hauler
      When manufacturing begins, ranked by price
      And 20 seconds go by
      Then COLLECT of MACHINERY is under way

    Scenario: No more ships work than may
      Given a chain of MACHINERY whose factory has plenty
      And the factory wants much IRON
      And 4 haulers
      When manufacturing begins with 2 workers at most
      Then for 1 hour 2 ships at most carry hauls

    Scenario: A ship that is free has its next haul at once
      Given a chain of MACHINERY whose factory has plenty
      And the factory wants much IRON
      And 1 hauler
      And manufacturing begins
      When 1 hour goes by
      Then the first 4 hauls of AGENT-1 began within 5 seconds of each other's end

    Scenario: Of two ships the nearer one takes the haul
      Given a chain of MACHINERY whose factory has plenty
      And 1 hauler
      And a hauler that waits at C1
      When manufacturing begins
      And 20 seconds go by
      Then the ship that waited at C1 carries MACHINERY

  Rule: Shared resources

    Scenario: A factory is reserved for one pipeline, and free when it has ended
      Given a chain of MACHINERY whose factory has plenty
      And 1 hauler
      And manufacturing begins
      When 1 minute goes by
      Then its factory C1 is reserved for it
      When manufacturing is wound up
      Then every pipeline has ended, and no factory is reserved

    Scenario: No two pipelines feed one factory in a day
      Given a day of 10 haulers
      Then no factory was reserved by two pipelines at once

  Rule: Profitability

    Scenario: A forecast is frozen before the first credit, and held against what came of it
      Given a chain of MACHINERY whose factory has plenty
      And 1 hauler
      And manufacturing begins
      When 1 minute goes by
      And manufacturing is wound up
      Then the forecast was frozen before the first purchase
      And it is held against what the pipeline earned

    Scenario: The gate keeps back what the advisory mode lets through
      Given a chain of MACHINERY whose factory has little
      And IRON at B1 costs less than the ask at C1 and more than the bid
      And 1 hauler
      When manufacturing begins, advisory
      And 30 minutes go by
      Then IRON was delivered to C1
