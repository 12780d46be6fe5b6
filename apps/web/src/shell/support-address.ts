/** Where whoever is paused can ask why, and until when. Invented, as the sample people's. */
export const supportAddress = 'support@plimsoll.example';
