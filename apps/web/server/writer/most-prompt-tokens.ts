/** English has about four characters to a token; other scripts have fewer. */
const charactersPerToken = 3;

/** How many tokens a prompt may take, to leave room for it in what is held. A guess: what it really took is settled. */
export const mostPromptTokens = (prompt: string): number => Math.ceil(prompt.length / charactersPerToken);
