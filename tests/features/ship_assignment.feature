@foundations
Feature: Ship assignment
  A ship has one owner or none. Its claim is a row with a version, changed in the same commit as the
  work that justifies it, so that no crash and no second program leaves a ship with two owners, or
  cargo with none.

  Rule: One owner per ship

    Scenario: An idle ship is claimed
      Given an idle ship
      When haul-1 claims it
      Then the store says that haul-1 has it
      And its claim is of version 1

    Scenario: A ship that is claimed is refused to others
      Given an idle ship
      And another program that saw it idle
      When haul-1 claims it
      And the other program claims it for haul-2
      Then the other program is refused as conflict
      And the store says that haul-1 has it

    Scenario: What was known of a claim is out of date
      Given an idle ship
      And haul-1 claims it
      And another program that saw it so
      When haul-1 releases it
      And the other program releases it for haul-1
      Then the other program is refused as conflict
      And its claim is of version 2

    Scenario: A ship is handed over in one commit
      Given an idle ship
      And haul-1 claims it
      When it is handed from haul-1 to haul-2
      Then the store says that haul-2 has it
      And nobody saw it idle meanwhile

    Scenario: A claim survives the end of the program
      Given an idle ship
      And haul-1 claims it
      When the program ends and starts again
      Then the program knows that haul-1 has it

  Rule: A ship is let go with what ends its work

    Scenario: A haul that is carried out
      Given a ship with a haul
      When the haul is over
      Then the haul's tasks are COMPLETED and COMPLETED
      And the ship was claimed exactly while its tasks were under way
      And the ship is idle and empty

    Scenario: A haul that is given up while its cargo is aboard
      Given a ship with a haul
      And its cargo is aboard
      And the market refuses to buy
      When the haul is over
      Then the haul's tasks are COMPLETED and FAILED
      And its cargo was liquidated by the same ship
      And the ship was never idle with cargo aboard
      And the ship is idle and empty

    Scenario: A ship that holds cargo of nobody's
      Given a ship that holds 10 IRON
      And a ship with a haul
      When the haul is over
      Then the haul's tasks are COMPLETED and COMPLETED
      And its cargo was liquidated by the same ship
      And the ship is idle and empty

  Rule: Every idle ship says why

    Scenario: Nobody has looked at it
      Given an idle ship
      Then it is idle because no operation has work for it

    Scenario: It was passed over
      Given an idle ship
      When it is passed over because no haul clears
      Then it is idle because no haul clears

    Scenario: A reason lasts until the ship has worked
      Given an idle ship
      When it is passed over because no haul clears
      And haul-1 claims it
      And haul-1 releases it
      Then it is idle because no operation has work for it

    Scenario: Cargo aboard is a reason of its own
      Given a ship that holds 10 IRON
      When it is passed over because no haul clears
      Then it is idle because laden, and nobody is selling its cargo (10 IRON)
