import { createContext, useContext } from 'react';

/** Whether a path may be opened by whoever is signed in; the shell knows, features only ask. */
export const HasPageContext = createContext<(path: string) => boolean>(() => false);

/** For links to other features' pages: without the page, or without the right, there is no link. */
export const useHasPage = () => useContext(HasPageContext);
