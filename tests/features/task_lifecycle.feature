@parallel-design
Feature: Task lifecycle
  A task waits until it can be done, is given to a ship, is carried out, and ends. It never skips a
  state, so that what is stored always says what a ship may be in the middle of.

  Scenario Outline: A <from> task may become <to>
    Given a task that is <from>
    When it is made <to>
    Then it is <to>

    Examples: the way of every task
      | from      | to        |
      | PENDING   | READY     |
      | READY     | ASSIGNED  |
      | ASSIGNED  | EXECUTING |
      | EXECUTING | COMPLETED |

    Examples: failure, and another attempt
      | from      | to      |
      | EXECUTING | FAILED  |
      | FAILED    | PENDING |

    Examples: a factory that was emptied by others, and work that no longer pays
      | from      | to      |
      | READY     | PENDING |
      | EXECUTING | READY   |

    Examples: work nobody needs any more
      | from    | to        |
      | PENDING | CANCELLED |
      | READY   | CANCELLED |

  Scenario Outline: A <from> task may not become <to>
    Given a task that is <from>
    When it is made <to>
    Then that is refused, naming <from> and <to>
    And it is <from>

    Examples: no state is skipped
      | from     | to        |
      | PENDING  | EXECUTING |
      | READY    | EXECUTING |
      | READY    | COMPLETED |
      | ASSIGNED | COMPLETED |

    Examples: what has ended well stays ended
      | from      | to      |
      | COMPLETED | PENDING |
      | COMPLETED | FAILED  |
      | CANCELLED | READY   |

  Scenario Outline: A <state> task <whether> ended
    Given a task that is <state>
    Then it <whether> ended

    Examples:
      | state     | whether |
      | PENDING   | has not |
      | READY     | has not |
      | ASSIGNED  | has not |
      | EXECUTING | has not |
      | COMPLETED | has     |
      | FAILED    | has     |
      | CANCELLED | has     |
