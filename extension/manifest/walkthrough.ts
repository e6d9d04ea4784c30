/** The four steps that a new user is shown. */

interface WalkthroughStep {
  readonly id: string;
  readonly title: string;
  /** Markdown; a link on a line of its own is a button. */
  readonly description: string;
  /** In `media/walkthrough/`, in the colours of the theme. */
  readonly image: string;
  readonly altText: string;
  readonly completionEvents: readonly string[];
}

export const walkthrough = {
  id: 'start',
  title: 'Get Started with Critique-Coder',
  description: 'Train a private code critic on this machine, and read its verdicts above your functions.',
};

export const walkthroughSteps: readonly WalkthroughStep[] = [
  {
    id: 'check',
    title: 'Check this machine',
    description:
      'Processor, memory, disk and the sandbox that programs are executed in: each is fine, or says what to do.\n[Check This Machine](command:critiqueCoder.checkMachine)',
    image: 'check.svg',
    altText: 'A list of checks, each with a tick.',
    completionEvents: ['onCommand:critiqueCoder.checkMachine'],
  },
  {
    id: 'train',
    title: 'Train on the starter set',
    description:
      'A small model learns to solve problems and to judge solutions. It takes minutes, runs in the background, and survives closing the window.\n[Train Critique-Coder](command:critiqueCoder.train)',
    image: 'train.svg',
    altText: 'A rising curve above a dashed baseline.',
    completionEvents: ['onCommand:critiqueCoder.train'],
  },
  {
    id: 'lens',
    title: 'Read the verdicts',
    description:
      'Each function of Python, JavaScript and TypeScript files gets one line above it: likely correct, likely incorrect, or unsure. A verdict is a model’s opinion, not a proof.\n[Show the Critics](command:critiqueCoder.critics.focus)',
    image: 'lens.svg',
    altText: 'A function with a verdict on the line above it.',
    completionEvents: ['onView:critiqueCoder.critics'],
  },
  {
    id: 'privacy',
    title: 'Keep it private',
    description:
      'No account, no telemetry, no network but for what you ask for: models, runs and feedback stay in folders of yours. Every run shows where it lives.\n[Show Every Network Access](command:critiqueCoder.showNetwork)',
    image: 'privacy.svg',
    altText: 'A closed padlock in front of a computer.',
    completionEvents: ['onCommand:critiqueCoder.showNetwork'],
  },
];
