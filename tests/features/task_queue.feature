@parallel-design
Feature: Task queue
  The order of ready hauls where it is not their value that decides, as the first implementation had
  it in the end: by kind and supply, with the time they have waited counted up to a limit, and with
  workers reserved for each kind. A sale is COLLECT then SELL, a transfer COLLECT then DELIVER, a
  feeding ACQUIRE then DELIVER.

  Rule: Priority

    Scenario Outline: A <kind> from a market with <supply> supply has priority <priority>
      Given a ready <kind> from a market with <supply> supply
      Then its priority is <priority>

      Examples:
        | kind     | supply   | priority |
        | sale     | MODERATE | 50       |
        | sale     | HIGH     | 70       |
        | sale     | ABUNDANT | 80       |
        | transfer | MODERATE | 25       |
        | feeding  | SCARCE   | 10       |
        | feeding  | HIGH     | 30       |

  Rule: Capped ageing

    Scenario Outline: A feeding that has waited <minutes> minutes has priority <priority>
      Given a ready feeding from a market with MODERATE supply
      And it has waited <minutes> minutes
      Then its priority is <priority>

      Examples: 2 for each minute, but 100 at most
        | minutes | priority |
        | 0       | 10       |
        | 5       | 20       |
        | 50      | 110      |
        | 6000    | 110      |

    Scenario: What has waited long goes before a new sale, and not before one that has waited too
      Given a ready feeding from a market with MODERATE supply
      And it has waited 60 minutes
      And a ready sale from a market with MODERATE supply
      Then feeding, sale is their order
      When all have waited 60 minutes
      Then sale, feeding is their order

    Scenario: How long a task has waited is stored, so that no restart begins it anew
      Given a chain of MACHINERY whose factory has plenty
      And the factory wants much IRON
      And 1 hauler
      And manufacturing begins, ranked by price
      When 20 minutes go by
      And the business is killed and started again
      Then the tasks have been ready since when they were

  Rule: Reserved workers

    Scenario Outline: With <feeding> of <workers> workers feeding, another feeding is <answer>
      Given <workers> workers, <feeding> of them feeding and <selling> selling
      And <sales> sales and 40 feedings wait
      Then another feeding is <answer>
      And another sale is started

      Examples: three are reserved for each kind, but no more than half, and only while it waits
        | workers | feeding | selling | sales | answer  |
        | 15      | 11      | 0       | 131   | started |
        | 15      | 12      | 0       | 131   | held    |
        | 15      | 11      | 3       | 131   | started |
        | 15      | 14      | 0       | 0     | started |
        | 2       | 1       | 0       | 9     | held    |
        | 1       | 0       | 0       | 9     | started |
