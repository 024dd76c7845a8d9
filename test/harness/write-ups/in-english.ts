import type { WriteUp } from './write-up.ts'

/** English write-ups in Markdown and in plain text. */
export const IN_ENGLISH: WriteUp[] = [
  {
    of: 'English Markdown with months and phases',
    file: 'dishwasher.md',
    text: `# Case study: Dishwasher repaired three times, refund only after the ombudsman called

**Type:** SP-12
**Severity:** Level 2
**Industry:** Appliance
**Product:** Dishwasher DW-60
**Departments:** After-sales, Customer service and Legal
**Date:** 14 March 2025
**Channel:** Ombudsman
**Audience:** all staff

## What happened
The dishwasher failed three times in four months and the customer was told to wait for parts each time.

## Timeline
- 14 March, 10:00: The customer called for the fourth time. Decision: escalate to a supervisor.
- 17 March: The ombudsman wrote to us.
- Two days later: A refund was offered and accepted.

## Root cause
Nobody joined the three tickets into one.

## Outcome
Resolved

## Result
Full refund within a week; complaint withdrawn.

## Compensation
Full refund of 3,299 yuan and a 200 yuan voucher

## Turning point
The supervisor read all three tickets before calling back.

## Lessons learned
Offer a replacement or a refund at the second failed repair.

## Legal basis
Consumer Rights Protection Law, Article 24; E1`,
    item: {
      title: 'Dishwasher repaired three times, refund only after the ombudsman called',
      code: 'SP-12',
      level: 2,
      domain: 'appliance',
      product: 'Dishwasher DW-60',
      departments: ['After-sales', 'Customer service', 'Legal'],
      occurredOn: '2025-03-14',
      channel: 'regulator',
      course: [
        {
          at: '14 March, 10:00',
          what: 'The customer called for the fourth time.',
          decision: 'escalate to a supervisor.',
        },
        { at: '17 March', what: 'The ombudsman wrote to us.', decision: null },
        { at: 'Two days later', what: 'A refund was offered and accepted.', decision: null },
      ],
      outcome: 'resolved',
      result: 'Full refund within a week; complaint withdrawn.',
      audience: 'frontline',
      sources: ['Consumer Rights Protection Law, Article 24', 'E1'],
      lang: 'en',
    },
    rules: [],
  },
  {
    of: 'English text with capitals as headings and a failure',
    file: 'broadband.txt',
    text: `Broadband down for nine days and nobody called back

Case no: BB-0912
Complaint type: no or slow answer
Level: 3
Sector: Telecom
Occurred on: 2024-09-12
Contact channel: live chat
Department: Network operations
Status: Failed

Complaint summary
The line was dead for nine days. Every chat ended with «we will call you back» and nobody did.

Chronology
Day 1: The customer reported the fault in chat.
Day 4: A second chat was closed by a bot. Decision: none was made.
Day 9: The customer cancelled the contract.

Why it happened
Call-backs were written into free text and no queue read them.

Resolution
The customer left and was credited for nine days.

What the customer got
Nine days of fees credited

Where it went wrong
On day 1 a call-back was promised without a name or an hour.

Takeaways
A promise to call back is a task with an owner and a time.`,
    item: {
      id: 'bb-0912',
      title: 'Broadband down for nine days and nobody called back',
      code: 'SP-02',
      level: 3,
      domain: 'telecom',
      departments: ['Network operations'],
      occurredOn: '2024-09-12',
      channel: 'web',
      course: [
        { at: 'Day 1', what: 'The customer reported the fault in chat.', decision: null },
        { at: 'Day 4', what: 'A second chat was closed by a bot.', decision: 'none was made.' },
        { at: 'Day 9', what: 'The customer cancelled the contract.', decision: null },
      ],
      rootCause: 'Call-backs were written into free text and no queue read them.',
      outcome: 'failed',
      result: 'The customer left and was credited for nine days.',
      turningPoint: 'On day 1 a call-back was promised without a name or an hour.',
      lang: 'en',
    },
    rules: [],
  },
  {
    of: 'English Markdown with a table for the course and words of its own',
    file: 'rail.md',
    text: `---
Case ID: RAIL-2024-031
Priority: P3
Industry: Travel
Service: Sleeper berth
Via: email
Visible to: management
Incident date: Oct 8, 2024
---
# Passenger with a broken leg given an upper berth

## Background
A passenger with a plaster cast had booked a lower berth and was given an upper one; the conductor would not swap it.

## Chronology
| When | Event | Decision |
|---|---|---|
| 21:10 | Passenger boards and asks for a swap | none |
| 21:40 | Conductor finds a lower berth | swap at once |
| Next day | Passenger writes to customer service | |

## Issue type
RL-07; attitude

## Analysis
The booking system drops the note on mobility when a train is re-formed.

## Conclusion
Settled. The passenger accepted an apology and the price difference.

## Goodwill
Difference of 86 yuan and a written apology

## Pivotal moment
The conductor walked through the train and found a berth himself.

## What we learned
A note on mobility must survive a change of train.

## Team
Rolling stock and Customer service
`,
    item: {
      id: 'rail-2024-031',
      title: 'Passenger with a broken leg given an upper berth',
      code: 'RL-07',
      codes: ['RL-07', 'SP-01'],
      level: 3,
      domain: 'travel',
      product: 'Sleeper berth',
      departments: ['Rolling stock', 'Customer service'],
      occurredOn: '2024-10-08',
      channel: 'email',
      course: [
        { at: '21:10', what: 'Passenger boards and asks for a swap', decision: 'none' },
        { at: '21:40', what: 'Conductor finds a lower berth', decision: 'swap at once' },
        { at: 'Next day', what: 'Passenger writes to customer service', decision: null },
      ],
      outcome: 'resolved',
      remedy: 'Difference of 86 yuan and a written apology',
      audience: 'management',
      lang: 'en',
    },
    rules: [],
  },
]
