import type { MetaFunction } from "@remix-run/node";
import { Form } from "@remix-run/react";
import { Button } from "../../ui/button.tsx";
import { Mark } from "../../ui/mark.tsx";

export const meta: MetaFunction = () => [
  { title: "Tandem: write code together" },
  { name: "description", content: "Open a session in the browser and write code together, live." },
];

export default function Landing() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-6 px-6">
      <Mark size={40} />
      <h1 className="text-3xl">Write code together, live.</h1>
      <Form method="post" action="/start">
        <Button type="submit" kind="main" size="large">
          Start coding
        </Button>
      </Form>
    </main>
  );
}
