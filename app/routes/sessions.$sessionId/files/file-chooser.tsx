import { forwardRef } from "react";

type Props = {
  label: string;
  onFiles: (files: FileList) => void;
  /** A folder is chosen instead, with all that is in it. */ webkitdirectory?: string;
};

/** The browser's own dialog for files; whoever has the ref opens it by a click. */
export const FileChooser = forwardRef<HTMLInputElement, Props>(function FileChooser({ label, onFiles, ...rest }, ref) {
  return (
    <input
      ref={ref}
      type="file"
      multiple
      hidden
      aria-label={label}
      onChange={({ target }) => {
        if (target.files) onFiles(target.files);
        target.value = "";
      }}
      {...rest}
    />
  );
});
