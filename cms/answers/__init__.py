"""The admin pages on which responsible officials answer what people sent."""
