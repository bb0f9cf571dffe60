/** Forty zones: whole, half and quarter hours, both hemispheres, with and without clock changes, some that left out a day. */
export const zones: readonly string[] = [
  ...["UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "America/Anchorage", "America/Asuncion"],
  ...["America/Bogota", "America/Caracas", "America/Chicago", "America/Denver", "America/Halifax", "America/Havana"],
  ...["America/Los_Angeles", "America/New_York", "America/Phoenix", "America/Santiago", "America/Sao_Paulo", "America/St_Johns"],
  ...["Antarctica/Troll", "Asia/Amman", "Asia/Gaza", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila", "Asia/Pyongyang"],
  ...["Asia/Tehran", "Asia/Tokyo", "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Sydney"],
  ...["Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/London", "Europe/Moscow", "Pacific/Apia", "Pacific/Chatham"],
  ...["Pacific/Kwajalein"],
];
