"""How well profiles of synthetic drivers are recovered whose words nothing was fitted on."""
