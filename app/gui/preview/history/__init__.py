"""The page with recent speech."""
