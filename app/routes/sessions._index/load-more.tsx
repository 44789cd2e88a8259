import { useSearchParams } from "@remix-run/react";
import { ButtonLink } from "../../ui/button.tsx";
import { sessionListWords } from "../../words/session-list.tsx";
import { listAddress } from "./list-address.ts";

export function LoadMore({ show }: { show: number }) {
  const [searchParams] = useSearchParams();
  return (
    <div className="mt-6">
      <ButtonLink to={listAddress(searchParams, { show, rename: null, deleted: null })} preventScrollReset>
        {sessionListWords.loadMore}
      </ButtonLink>
    </div>
  );
}
