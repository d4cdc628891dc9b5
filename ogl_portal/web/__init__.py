"""What stands between a browser and us. It knows no app of ours."""
