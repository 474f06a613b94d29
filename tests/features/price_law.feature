@foundations
Feature: Price law
  A market good has a stock and a margin that the game does not show. Both of its prices and its
  supply level follow from them, and a transaction moves the stock by exactly its units: so one look
  at a market tells what any purchase or sale will cost before the first request is sent.

  Scenario Outline: The price of <good> as <type> at a stock of <stock>
    Given <good> as <type> with base price <base>, margin <margin>, trade volume <volume> and stock <stock>
    Then its ask is <ask> and its bid is <bid>
    And its supply is <supply>

    Examples: recorded in 2024 and 2025
      | good        | type     | base | margin | volume | stock | ask  | bid  | supply   |
      | CLOTHING    | EXPORT   | 4000 | 8      | 43     | -86   | 4340 | 1988 | MODERATE |
      | CLOTHING    | EXPORT   | 4000 | 8      | 43     | -129  | 4789 | 2170 | LIMITED  |
      | FUEL        | EXCHANGE | 70   | 8      | 180    | 0     | 72   | 68   | MODERATE |
      | SHIP_PARTS  | EXPORT   | 5600 | 10     | 6      | 100   | 2870 | 1429 | ABUNDANT |
      | QUARTZ_SAND | IMPORT   | 20   | 8      | 60     | 720   | 18   | 1    | ABUNDANT |

  Scenario: Every tranche of a purchase raises the price of the next
    Given CLOTHING as EXPORT with base price 4000, margin 8, trade volume 43 and stock -86
    When 86 units are bought
    Then the purchase is made of
      | units | ask  |
      | 43    | 4340 |
      | 43    | 4789 |
    And it costs 392547 credits
    And the stock is -172

  Scenario: A purchase stops at the price that is too dear
    Given CLOTHING as EXPORT with base price 4000, margin 8, trade volume 43 and stock -86
    When 86 units are bought for at most 4788 each
    Then 43 units change hands
    And the stock is -129

  Scenario: A sale to a market that is filling up collapses
    Given EQUIPMENT as IMPORT with base price 2600, margin 8, trade volume 20 and stock 80
    When 60 units are sold
    Then the last bid is less than half of the first

  Scenario: Selling back where it was bought restores the stock and loses half
    Given CLOTHING as EXPORT with base price 4000, margin 8, trade volume 43 and stock 0
    When 43 units are bought
    And 43 units are sold
    Then the stock is 0
    And half of the price comes back

  Scenario: One look settles a dear good
    When SHIP_PARTS is seen as EXPORT with base price 5600, trade volume 6, supply ABUNDANT, ask 2870 and bid 1429
    Then exactly 1 state shows this

  Scenario: One look leaves a cheap good open
    When FUEL is seen as EXCHANGE with base price 70, trade volume 180, supply MODERATE, ask 72 and bid 68
    Then several states show this
    And the likeliest has margin 8 and stock 0

  Scenario: Prices that no state shows are not explained away
    When CLOTHING is seen as EXPORT with base price 4000, trade volume 43, supply MODERATE, ask 4341 and bid 1988
    Then no state shows this
