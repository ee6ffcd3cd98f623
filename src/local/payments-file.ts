/** Where the sandbox of payments keeps its objects, in the data directory. */
export const paymentsFile = 'stripe-sandbox.json';
